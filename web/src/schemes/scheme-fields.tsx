import { Family } from '@morinowa/shared/credits/families.ts'
import { type Listing, listListingsEndpoint } from '@morinowa/shared/marketplace/contract.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useText } from '../app/text.tsx'
import { useFamilyName } from '../credits/family-mark.tsx'
import { HoldingField } from '../credits/holding-field.tsx'
import { PlaceField } from '../municipalities/place-field.tsx'
import { Button } from '../ui/button.tsx'
import { Segments } from '../ui/segments.tsx'
import { NumberField, SelectField, TextField } from '../ui/field.tsx'
import type { SchemeDraft } from './scheme-draft.ts'

type FieldsProps = { draft: SchemeDraft; onChange: (part: Partial<SchemeDraft>) => void }

const MOST_PRODUCTS = 500
const GRAMS_PER_KG = 1_000

/** Everything that has to be said about a scheme, the kind's own part first. */
export function SchemeFields(props: FieldsProps) {
  const { schemes } = useText()
  const { draft, onChange } = props
  const text = schemes.create
  return (
    <>
      <TextField
        name="name"
        label={text.name}
        description={text.nameHelp}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        maxLength={80}
        isRequired
      />
      {draft.kind === 'per-item-fund' && <FundFields {...props} />}
      {draft.kind === 'unit-attachment' && <ProductFields {...props} />}
      {draft.kind === 'stay-offset' && <StayFields {...props} />}
      {draft.kind === 'event-offset' && <EventFields {...props} />}
      {draft.kind === 'residual-offset' && <ResidualFields {...props} />}
      <TextField
        name="place"
        label={draft.kind === 'event-offset' ? text.eventPlace : text.place}
        description={text.placeHelp}
        value={draft.place}
        onChange={(place) => onChange({ place })}
        maxLength={120}
        isRequired
      />
      <PlaceField
        name="municipalityCode"
        label={text.municipality}
        value={draft.municipalityCode}
        onChange={(municipalityCode) => onChange({ municipalityCode })}
        isRequired
      />
      <TextField
        name="beneficiary"
        label={text.beneficiary}
        description={text.beneficiaryHelp}
        value={draft.beneficiary}
        onChange={(beneficiary) => onChange({ beneficiary })}
        maxLength={120}
      />
    </>
  )
}

function FundFields({ draft, onChange }: FieldsProps) {
  const { schemes } = useText()
  const familyName = useFamilyName()
  const text = schemes.create
  return (
    <>
      <NumberField
        name="yenPerItem"
        label={text.yenPerItem}
        unit={schemes.yen}
        minValue={1}
        maxValue={100_000}
        value={draft.yenPerItem}
        onChange={(yenPerItem) => onChange({ yenPerItem })}
        isRequired
      />
      <div className="grid gap-3">
        <p className="font-bold">{text.buysFrom}</p>
        <Segments
          label={text.buysFrom}
          value={draft.source}
          onChange={(source) => onChange({ source: source as SchemeDraft['source'] })}
          choices={[
            { id: 'family', label: text.byFamily },
            { id: 'listing', label: text.byListing },
          ]}
        />
        {draft.source === 'family' ? (
          <SelectField
            name="buysFrom/family"
            label={text.buysFamily}
            value={draft.family}
            onChange={(family) => onChange({ family })}
            choices={Family.options.filter((id) => id !== 'other').map((id) => ({ id, label: familyName(id) }))}
            isRequired
          />
        ) : (
          <ListingField listingId={draft.listingId} onChange={(listingId) => onChange({ listingId })} />
        )}
      </div>
      <div className="grid gap-3">
        <p className="font-bold">{text.closing}</p>
        <Segments
          label={text.closing}
          value={draft.closing}
          onChange={(closing) => onChange({ closing: closing as SchemeDraft['closing'] })}
          choices={[
            { id: 'fiscal-year', label: text.closings['fiscal-year'] },
            { id: 'month', label: text.closings.month },
          ]}
        />
      </div>
    </>
  )
}

function ListingField({ listingId, onChange }: { listingId: string; onChange: (listingId: string) => void }) {
  const { schemes } = useText()
  const format = useFormat()
  const list = usePages<Listing>(listListingsEndpoint)
  return (
    <SelectField
      name="buysFrom/listingId"
      label={schemes.create.buysListing}
      value={listingId === '' ? null : listingId}
      onChange={onChange}
      choices={(list.data ?? []).map(({ id, projectName, pricePerTonne, availableG }) => ({
        id,
        label: projectName,
        description: `${format.yenPerKg(pricePerTonne.withTaxYen)}/kg · ${format.exactMassText(availableG)}`,
      }))}
      isRequired
    />
  )
}

function ProductFields({ draft, onChange }: FieldsProps) {
  const { schemes } = useText()
  const text = schemes.create
  const { products } = draft
  const change = (key: number, part: Partial<SchemeDraft['products'][number]>) =>
    onChange({ products: products.map((one) => (one.key === key ? { ...one, ...part } : one)) })
  return (
    <>
      {products.map(({ key, name, sku, kg }, index) => (
        <fieldset key={key} className="grid gap-4 rounded-12 border border-line p-4">
          <legend className="px-2 font-bold">{text.product(index + 1)}</legend>
          <TextField
            name={`products/${index}/name`}
            label={text.productName}
            value={name}
            onChange={(changed) => change(key, { name: changed })}
            maxLength={80}
            isRequired
          />
          <NumberField
            name={`products/${index}/massG`}
            label={text.kgPerItem}
            unit="kg"
            decimals={3}
            minValue={0.001}
            maxValue={100_000}
            value={kg}
            onChange={(changed) => change(key, { kg: changed })}
            isRequired
          />
          <TextField
            name={`products/${index}/sku`}
            label={text.sku}
            description={text.skuHelp}
            value={sku}
            onChange={(changed) => change(key, { sku: changed })}
            maxLength={60}
          />
          {products.length > 1 && (
            <Button
              look="quiet"
              icon="cross"
              className="justify-self-start"
              onPress={() => onChange({ products: products.filter((one) => one.key !== key) })}
            >
              {text.removeProduct(name || text.product(index + 1))}
            </Button>
          )}
        </fieldset>
      ))}
      {products.length < MOST_PRODUCTS && (
        <Button
          look="secondary"
          icon="plus"
          className="justify-self-start"
          onPress={() => {
            const key = Math.max(0, ...products.map((one) => one.key)) + 1
            onChange({ products: [...products, { key, name: '', sku: '', kg: 1 }] })
          }}
        >
          {text.addProduct}
        </Button>
      )}
      <ReserveFields draft={draft} onChange={onChange} />
    </>
  )
}

/** The lot behind the scheme and how much of it is set aside. */
function ReserveFields({ draft, onChange }: FieldsProps) {
  const { schemes } = useText()
  const format = useFormat()
  const text = schemes.create
  return (
    <HoldingField
      name="reserve/lotId"
      label={text.reserve}
      value={draft.lotId}
      onChange={({ lotId, availableG }) =>
        onChange({
          lotId,
          ...(Number.isNaN(draft.reserveKg) && { reserveKg: Math.floor(availableG / GRAMS_PER_KG) }),
        })
      }
    >
      {({ availableG }) => (
        <NumberField
          name="reserve/massG"
          label={text.reserveMass}
          description={text.reserveHelp(format.exactMassText(availableG))}
          unit="kg"
          decimals={3}
          minValue={0.001}
          maxValue={availableG / GRAMS_PER_KG}
          value={draft.reserveKg}
          onChange={(reserveKg) => onChange({ reserveKg })}
          isRequired
        />
      )}
    </HoldingField>
  )
}

function StayFields({ draft, onChange }: FieldsProps) {
  const { schemes } = useText()
  const text = schemes.create
  return (
    <>
      <NumberField
        name="gPerGuestNight"
        label={text.perNight}
        description={text.perNightHelp}
        unit="kg"
        decimals={3}
        minValue={0.001}
        maxValue={1_000}
        value={draft.nightKg}
        onChange={(nightKg) => onChange({ nightKg })}
      />
      <div className="grid gap-3">
        <p className="font-bold">{text.payer}</p>
        <Segments
          label={text.payer}
          value={draft.payer}
          onChange={(payer) => onChange({ payer: payer as SchemeDraft['payer'] })}
          choices={[
            { id: 'hotel', label: text.payers.hotel },
            { id: 'guest', label: text.payers.guest },
          ]}
        />
      </div>
      <ReserveFields draft={draft} onChange={onChange} />
    </>
  )
}

function ResidualFields({ draft, onChange }: FieldsProps) {
  const { schemes } = useText()
  const text = schemes.create
  return (
    <>
      <div className="grid gap-3">
        <p className="font-bold">{text.subject}</p>
        <Segments
          label={text.subject}
          value={draft.subject}
          onChange={(subject) => onChange({ subject: subject as SchemeDraft['subject'] })}
          choices={[
            { id: 'goods-transport', label: text.subjects['goods-transport'] },
            { id: 'public-building', label: text.subjects['public-building'] },
          ]}
        />
      </div>
      <p className="text-soft">{text.residualNote}</p>
      <SpanFields draft={draft} onChange={onChange} names={['period/from', 'period/to']} />
      <HoldingField
        name="sources/0/lotId"
        label={text.reserve}
        value={draft.lotId}
        onChange={({ lotId }) => onChange({ lotId })}
      />
      <NumberField
        name="estimateG"
        label={text.estimate}
        description={text.estimateHelp}
        unit="kg"
        decimals={3}
        minValue={0.001}
        value={draft.estimateKg}
        onChange={(estimateKg) => onChange({ estimateKg })}
      />
    </>
  )
}

/** The first and the last day. */
function SpanFields({ draft, onChange, names: [from, to] }: FieldsProps & { names: readonly [string, string] }) {
  const { schemes } = useText()
  const text = schemes.create
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        name={from}
        type="date"
        label={text.eventFrom}
        value={draft.eventFrom}
        onChange={(eventFrom) => onChange({ eventFrom, ...(draft.eventTo < eventFrom && { eventTo: eventFrom }) })}
        isRequired
      />
      <TextField
        name={to}
        type="date"
        label={text.eventTo}
        value={draft.eventTo}
        onChange={(eventTo) => onChange({ eventTo })}
        isRequired
      />
    </div>
  )
}

function EventFields({ draft, onChange }: FieldsProps) {
  const { schemes } = useText()
  const text = schemes.create
  return (
    <>
      <TextField
        name="event/name"
        label={text.eventName}
        value={draft.eventName}
        onChange={(eventName) => onChange({ eventName })}
        maxLength={120}
        isRequired
      />
      <SpanFields draft={draft} onChange={onChange} names={['event/from', 'event/to']} />
      <HoldingField
        name="sources/0/lotId"
        label={text.reserve}
        value={draft.lotId}
        onChange={({ lotId }) => onChange({ lotId })}
      />
      <NumberField
        name="estimateG"
        label={text.estimate}
        description={text.estimateHelp}
        unit="kg"
        decimals={3}
        minValue={0.001}
        value={draft.estimateKg}
        onChange={(estimateKg) => onChange({ estimateKg })}
      />
      <NumberField
        name="gPerVisitor"
        label={text.perVisitor}
        description={text.perVisitorHelp}
        unit="kg"
        decimals={3}
        minValue={0.001}
        value={draft.visitorKg}
        onChange={(visitorKg) => onChange({ visitorKg })}
      />
    </>
  )
}
