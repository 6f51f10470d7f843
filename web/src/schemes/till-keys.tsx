import type { Scheme } from '@morinowa/shared/schemes/contract.ts'
import type { Sale } from '@morinowa/shared/schemes/scheme-rule.ts'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { NumberField, SelectField, TextField } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { Note } from '../ui/note.tsx'
import { termsOf, worthOf } from './scheme-terms.ts'
import { type TillButton, tillButtons } from './till-buttons.ts'
import type { Pressed, Till } from './use-till.ts'

const BIG_ONES = 3
const GRAMS_PER_KG = 1_000

type KeysProps = {
  scheme: Scheme
  till: Till
  /** What can still be attached; undefined where nothing limits it. */
  availableG: number | undefined
}

/** Three big keys for one thumb, then whatever else can be sold, then a number. */
export function TillKeys({ scheme, till, availableG }: KeysProps) {
  const { schemes } = useText()
  const format = useFormat()
  const text = schemes.till
  const buttons = tillButtons(scheme, text, format)
  const covers = ({ sale }: Pressed) =>
    availableG === undefined ||
    worthOf(scheme, { ...sale, externalId: '', at: '' } as unknown as Sale).massG <= availableG
  const isEmpty = availableG !== undefined && buttons.length > 0 && !buttons.some(covers)
  return (
    <div className="grid gap-3">
      {isEmpty && (
        <Note tone="bad" title={text.noStock}>
          {text.noStockLead}
        </Note>
      )}
      {buttons.slice(0, BIG_ONES).map((button) => (
        <BigKey key={button.id} button={button} isDisabled={!covers(button)} onPress={() => till.press(button)} />
      ))}
      {buttons.length > BIG_ONES && (
        <div className="grid grid-cols-2 gap-2">
          {buttons.slice(BIG_ONES).map((button) => (
            <Button key={button.id} look="secondary" isDisabled={!covers(button)} onPress={() => till.press(button)}>
              <span>
                {button.label} <span className="figures whitespace-nowrap text-soft">{button.detail}</span>
              </span>
            </Button>
          ))}
        </div>
      )}
      <Dialog
        opener={
          <Button look="secondary" icon="plus">
            {text.quantity}
          </Button>
        }
        title={text.quantityTitle}
      >
        {(close) => (
          <Quantity
            scheme={scheme}
            covers={covers}
            onRecord={(pressed) => {
              till.press(pressed)
              close()
            }}
          />
        )}
      </Dialog>
    </div>
  )
}

function BigKey({ button, isDisabled, onPress }: { button: TillButton; isDisabled: boolean; onPress: () => void }) {
  return (
    <AriaButton
      isDisabled={isDisabled}
      onPress={onPress}
      className="flex min-h-24 w-full cursor-pointer touch-manipulation items-center justify-between gap-4 rounded-24 bg-solid px-6 py-4 text-start text-on-solid transition-transform select-none hover:bg-solid-hover data-[disabled]:cursor-default data-[disabled]:opacity-50 data-[pressed]:scale-[0.98] motion-reduce:transform-none"
    >
      <span className="line-clamp-2 min-w-0 text-[1.5rem] leading-snug font-bold">{button.label}</span>
      <span className="figures shrink-0 text-[1.25rem] whitespace-nowrap">{button.detail}</span>
    </AriaButton>
  )
}

/** A sale that no key fits: how many of what. */
function Quantity({
  scheme,
  covers,
  onRecord,
}: {
  scheme: Scheme
  covers: (pressed: Pressed) => boolean
  onRecord: (pressed: Pressed) => void
}) {
  const { schemes } = useText()
  const format = useFormat()
  const text = schemes.till
  const terms = termsOf(scheme)
  const products = terms.kind === 'unit-attachment' ? terms.products : []
  const [sku, setSku] = useState(products[0]?.sku ?? '')
  const [quantity, setQuantity] = useState(1)
  const [guests, setGuests] = useState(1)
  const [nights, setNights] = useState(1)
  const [kg, setKg] = useState(1)
  const [measure, setMeasure] = useState('')
  const [savedKg, setSavedKg] = useState(Number.NaN)

  const isStay = terms.kind === 'stay-offset'
  const isResidual = terms.kind === 'residual-offset'
  const needsMass = isResidual || (terms.kind === 'event-offset' && terms.gPerVisitor === undefined)
  const savedG = Math.round((savedKg || 0) * GRAMS_PER_KG)
  const isSaid = !isResidual || (measure.trim() !== '' && savedG > 0 && savedG < Math.round(kg * GRAMS_PER_KG))
  const product = products.find((one) => one.sku === sku)
  const items = quantity === 1 ? text.one : text.many(quantity)
  const pressed: Pressed = {
    label: isStay ? text.guestNight(guests, nights) : product ? `${product.name} ${items}` : items,
    sale: {
      quantity: isStay ? 1 : quantity || 1,
      ...(product && { sku: product.sku }),
      ...(isStay && { guests: guests || 1, nights: nights || 1 }),
      ...(needsMass && { massG: Math.max(1, Math.round((kg || 0) * GRAMS_PER_KG)) }),
      ...(isResidual && { emission: { travel: [], energy: [], measures: [{ what: measure.trim(), massG: savedG }] } }),
    } as unknown as Pressed['sale'],
  }
  const isCovered = isSaid && covers(pressed)
  const { massG, yen } = isSaid
    ? worthOf(scheme, { ...pressed.sale, externalId: '', at: '' } as unknown as Sale)
    : { massG: 0, yen: 0 }
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (isCovered) onRecord(pressed)
      }}
    >
      {products.length > 1 && (
        <SelectField
          name="sku"
          label={schemes.create.products}
          value={sku}
          onChange={setSku}
          choices={products.map((one) => ({
            id: one.sku,
            label: one.name,
            description: format.exactMassText(one.massG),
          }))}
        />
      )}
      {isStay ? (
        <>
          <NumberField
            name="guests"
            label={text.guests}
            minValue={1}
            maxValue={10_000}
            value={guests}
            onChange={setGuests}
            isRequired
          />
          <NumberField
            name="nights"
            label={text.nights}
            minValue={1}
            maxValue={366}
            value={nights}
            onChange={setNights}
            isRequired
          />
        </>
      ) : needsMass ? (
        <>
          <KgField name="massG" label={text.mass} value={kg} onChange={setKg} isRequired />
          {isResidual && (
            <>
              <TextField
                name="emission/measures/0/what"
                label={text.measure}
                description={text.measureHelp}
                maxLength={120}
                value={measure}
                onChange={setMeasure}
                isRequired
              />
              <KgField
                name="emission/measures/0/massG"
                label={text.measureMass}
                value={savedKg}
                onChange={setSavedKg}
                isRequired
              />
            </>
          )}
        </>
      ) : (
        <NumberField
          name="quantity"
          label={schemes.tank.items}
          minValue={1}
          maxValue={1_000_000}
          value={quantity}
          onChange={setQuantity}
          isRequired
        />
      )}
      <p role="status" className="figures rounded-12 bg-mist p-3 text-[1.25rem] font-bold">
        {[...(massG > 0 ? [format.exactMassText(massG)] : []), ...(yen > 0 ? [text.fund(format.yen(yen))] : [])].join(
          ' · ',
        )}
      </p>
      {isSaid && !isCovered && (
        <Note tone="bad" title={text.noStock}>
          {text.noStockLead}
        </Note>
      )}
      <Button type="submit" isDisabled={!isCovered}>
        {text.record}
      </Button>
    </form>
  )
}
