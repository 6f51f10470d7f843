import { holdingsEndpoint } from '@morinowa/shared/credits/contract.ts'
import { type ImportLot, importLotEndpoint, listForestLotsEndpoint } from '@morinowa/shared/forest/contract.ts'
import { massOfSerials } from '@morinowa/shared/forest/proof.ts'
import { RegisteredFamily, registryUnitG } from '@morinowa/shared/forest/registered-family.ts'
import { countSerials, readSerials } from '@morinowa/shared/forest/serials.ts'
import { type ReactNode, useState } from 'react'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { useFamilyName } from '../credits/family-mark.tsx'
import { PlaceField } from '../municipalities/place-field.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, NumberField, SelectField, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { TaxField } from '../marketplace/tax-field.tsx'

const GRAMS_PER_TONNE = 1_000_000
const MOST_CO_BENEFITS = 10

/** Registers a lot that a scheme issued; the numbers are counted while they are typed. */
export function ImportForm() {
  const { forest } = useText()
  // A fresh form after each success, with the message of the last one above it.
  const [done, setDone] = useState(0)
  return (
    <Section title={forest.form.title} lead={forest.form.lead}>
      <div className="grid gap-4">
        {done > 0 && <Note tone="good">{forest.form.done}</Note>}
        <Card>
          <OpenForm key={done} onDone={() => setDone(done + 1)} />
        </Card>
      </div>
    </Section>
  )
}

function OpenForm({ onDone }: { onDone: () => void }) {
  const { forest } = useText()
  const format = useFormat()
  const familyName = useFamilyName()
  const { acting } = useSession()
  const send = useCommand(importLotEndpoint, { makesStale: [listForestLotsEndpoint.path, holdingsEndpoint.path] })
  const text = forest.form

  const [family, setFamily] = useState<RegisteredFamily>('j-credit')
  const [scheme, setScheme] = useState<string>(text.schemes['j-credit'])
  const [methodology, setMethodology] = useState<string>(text.methodologies['j-credit'])
  const [municipality, setMunicipality] = useState<string | null>(acting?.municipalityCode ?? null)
  const [serials, setSerials] = useState('')
  const [tonnes, setTonnes] = useState(Number.NaN)
  const [price, setPrice] = useState(Number.NaN)
  const [taxIncluded, setTaxIncluded] = useState(false)
  const unitG = registryUnitG(family)

  function chooseFamily(chosen: RegisteredFamily) {
    setFamily(chosen)
    setScheme(text.schemes[chosen])
    setMethodology(text.methodologies[chosen])
  }

  function submit(form: FormData) {
    const said = (name: string) => String(form.get(name) ?? '').trim()
    const optional = (name: string, as = name) => (said(name) === '' ? {} : { [as]: said(name) })
    const coBenefits = said('coBenefits')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
    const body = {
      family,
      scheme,
      methodology,
      projectName: said('projectName'),
      ...optional('projectNumber'),
      municipalityCode: municipality ?? '',
      ...optional('story'),
      ...(coBenefits.length > 0 && { coBenefits: coBenefits.slice(0, MOST_CO_BENEFITS) }),
      vintage: Number(form.get('vintage')),
      serials: serials.trim(),
      massG: Math.round(tonnes * GRAMS_PER_TONNE),
      statement: {
        issuedOn: said('statement/issuedOn'),
        holder: said('statement/holder'),
        ...optional('statement/accountNumber', 'accountNumber'),
        ...optional('statement/note', 'note'),
      },
      ...(!Number.isNaN(price) && { priceYenPerTonne: price }),
      taxIncluded,
    } as unknown as ImportLot
    send.mutate({ body }, { onSuccess: onDone })
  }

  return (
    <AskForm error={send.error} onSubmit={submit} className="grid gap-8">
      <Group title={text.what}>
        <SelectField
          name="family"
          label={text.family}
          value={family}
          onChange={(chosen) => chooseFamily(chosen as RegisteredFamily)}
          choices={RegisteredFamily.options.map((id) => ({ id, label: familyName(id) }))}
          isRequired
        />
        <TextField name="scheme" label={text.scheme} value={scheme} onChange={setScheme} maxLength={80} isRequired />
        <TextField
          name="methodology"
          label={text.methodology}
          description={text.methodologyHelp}
          value={methodology}
          onChange={setMethodology}
          maxLength={40}
          isRequired
        />
        <TextField name="projectName" label={text.projectName} maxLength={80} isRequired />
        <TextField name="projectNumber" label={text.projectNumber} maxLength={40} />
        <PlaceField
          name="municipalityCode"
          label={text.municipality}
          description={text.municipalityHelp}
          value={municipality}
          onChange={setMunicipality}
          isRequired
        />
        <VintageField />
      </Group>
      <Group title={text.amount}>
        <NumberField
          name="massG"
          label={text.mass}
          description={text.massHelp(format.exactMassText(unitG))}
          unit={text.tonne}
          decimals={6}
          minValue={unitG / GRAMS_PER_TONNE}
          step={unitG / GRAMS_PER_TONNE}
          value={tonnes}
          onChange={setTonnes}
          isRequired
        />
        <div className="sm:col-span-2">
          <TextField
            name="serials"
            label={text.serials}
            description={text.serialsHelp}
            value={serials}
            onChange={setSerials}
            rows={3}
            maxLength={2_000}
            isRequired
          />
          <SerialCount family={family} serials={serials} massG={Math.round((tonnes || 0) * GRAMS_PER_TONNE)} />
        </div>
      </Group>
      <Group title={text.proof}>
        <TextField name="statement/issuedOn" type="date" label={text.issuedOn} isRequired />
        <TextField
          name="statement/holder"
          label={text.holder}
          defaultValue={acting?.name ?? ''}
          maxLength={120}
          isRequired
        />
        <TextField name="statement/accountNumber" label={text.accountNumber} maxLength={60} />
        <TextField name="statement/note" label={text.statementNote} maxLength={500} />
      </Group>
      <Group title={text.story}>
        <TextField name="story" label={text.story} description={text.storyHelp} rows={4} maxLength={2_000} />
        <TextField name="coBenefits" label={text.coBenefits} description={text.coBenefitsHelp} rows={4} />
        <NumberField
          name="priceYenPerTonne"
          label={text.price}
          description={text.priceHelp}
          unit={text.yen}
          minValue={1}
          maxValue={10_000_000}
          value={price}
          onChange={setPrice}
        />
        <TaxField taxIncluded={taxIncluded} onChange={setTaxIncluded} />
      </Group>
      <Button type="submit" icon="check" isPending={send.isPending} className="justify-self-start">
        {text.submit}
      </Button>
    </AskForm>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-3 text-[1.125rem] font-bold">{title}</legend>
      <div className="grid items-start gap-5 sm:grid-cols-2">{children}</div>
    </fieldset>
  )
}

function VintageField() {
  const { forest } = useText()
  const thisYear = new Date().getFullYear()
  const years = Array.from({ length: 20 }, (_, i) => String(thisYear - i))
  return (
    <SelectField
      name="vintage"
      label={forest.form.vintage}
      defaultValue={String(thisYear - 1)}
      choices={years.map((id) => ({ id, label: forest.lots.vintage(Number(id)) }))}
      isRequired
    />
  )
}

/** What the serial numbers stand for, beside the mass that was typed. */
function SerialCount({ family, serials, massG }: { family: RegisteredFamily; serials: string; massG: number }) {
  const { forest } = useText()
  const format = useFormat()
  if (serials.trim() === '') return null
  const ranges = readSerials(serials)
  if (!ranges) return <p className="mt-2 text-wait">{forest.form.serialsUnread}</p>
  const counted = Number(massOfSerials(family, ranges))
  const said = forest.form.serialsCount(format.number(Number(countSerials(ranges))), format.exactMassText(counted))
  const agrees = counted === massG
  return (
    <p role="status" className={`mt-2 font-bold ${agrees ? 'text-good' : 'text-wait'}`}>
      {said}
      {massG > 0 && ` — ${agrees ? forest.lots.agree : forest.lots.disagree}`}
    </p>
  )
}
