import {
  holdingsEndpoint,
  type OwnHolding,
  ownRetirementsEndpoint,
  previewRetirementEndpoint,
  type RetireCredits,
  type Retired,
  retireCreditsEndpoint,
} from '@morinowa/shared/credits/contract.ts'
import { families } from '@morinowa/shared/credits/families.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { certificatePath } from '../app/paths.ts'
import { everyOrganisation } from '../app/kinds.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { PlaceField } from '../municipalities/place-field.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { useArrival } from '../ui/arrive.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Switch, TextField } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { Name } from '../ui/name.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Disclosure } from '../ui/stat.tsx'
import { Facts } from '../ui/table.tsx'
import { WizardSteps } from '../ui/wizard-steps.tsx'
import { FamilyMark } from './family-mark.tsx'
import { HoldingField } from './holding-field.tsx'

export function RetirePage() {
  const { credits } = useText()
  const { lotId } = useParams({ from: '/holdings/$lotId/retire' })
  return (
    <Page
      title={credits.retire.title}
      lead={credits.retire.lead}
      width="reading"
      actions={
        <ButtonLink to="/holdings" look="quiet" icon="back">
          {credits.retire.back}
        </ButtonLink>
      }
    >
      <For kinds={everyOrganisation}>
        <Wizard firstLot={lotId} />
      </For>
    </Page>
  )
}

/** What was typed; it outlives every refusal. */
type Draft = {
  lotId: string
  holding: OwnHolding | undefined
  kg: number
  beneficiary: string
  publicName: boolean
  purpose: string
  place: string
  placeCode: string | null
  periodFrom: string
  periodTo: string
  note: string
}

const LOT = 0
const STATEMENT = 1
const CONFIRM = 2
const GRAMS_PER_KG = 1_000

function askOf(draft: Draft): RetireCredits {
  const optional = (name: 'place' | 'periodFrom' | 'periodTo' | 'note') =>
    draft[name].trim() === '' ? {} : { [name]: draft[name].trim() }
  return {
    lotId: draft.lotId,
    massG: Math.round(draft.kg * GRAMS_PER_KG),
    beneficiary: draft.beneficiary.trim(),
    purpose: draft.purpose.trim(),
    publicName: draft.publicName,
    ...optional('place'),
    ...(draft.placeCode !== null && { placeCode: draft.placeCode }),
    ...optional('periodFrom'),
    ...optional('periodTo'),
    ...optional('note'),
  } as unknown as RetireCredits
}

function Wizard({ firstLot }: { firstLot: string }) {
  const { credits } = useText()
  const { acting } = useSession()
  const [step, setStep] = useState(LOT)
  const [retired, setRetired] = useState<Retired>()
  const [draft, setDraft] = useState<Draft>({
    lotId: firstLot,
    holding: undefined,
    kg: Number.NaN,
    beneficiary: acting?.name ?? '',
    publicName: true,
    purpose: '',
    place: '',
    placeCode: null,
    periodFrom: '',
    periodTo: '',
    note: '',
  })
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const { steps } = credits.retire
  if (retired) {
    return (
      <Done
        retired={retired}
        onAnother={() => {
          setRetired(undefined)
          change({ kg: Number.NaN, holding: undefined })
          setStep(LOT)
        }}
      />
    )
  }
  return (
    <Card className="grid gap-6">
      <WizardSteps titles={[steps.lot, steps.statement, steps.confirm]} now={step} />
      {step === LOT && <WhichLot draft={draft} onChange={change} onNext={() => setStep(STATEMENT)} />}
      {step === STATEMENT && (
        <Statement draft={draft} onChange={change} onBack={() => setStep(LOT)} onNext={() => setStep(CONFIRM)} />
      )}
      {step === CONFIRM && <Confirmation draft={draft} onBack={() => setStep(STATEMENT)} onDone={setRetired} />}
    </Card>
  )
}

type StepProps = { draft: Draft; onChange: (part: Partial<Draft>) => void; onNext: () => void }

function WhichLot({ draft, onChange, onNext }: StepProps) {
  const { credits } = useText()
  const format = useFormat()
  const text = credits.retire
  return (
    <Form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        onNext()
      }}
    >
      <HoldingField
        name="lotId"
        label={text.lot}
        value={draft.lotId}
        onChange={(holding) => onChange({ lotId: holding.lotId, holding })}
      >
        {(holding) => (
          <>
            <Note tone="info">{families[holding.family].offset ? text.offsetNote : text.contributionNote}</Note>
            <KgField
              name="massG"
              label={text.mass}
              description={text.massHelp(format.exactMassText(holding.availableG))}
              maxValue={holding.availableG / GRAMS_PER_KG}
              value={draft.kg}
              onChange={(kg) => onChange({ kg, holding })}
              isRequired
            />
            <Button type="submit" className="justify-self-end">
              {text.next}
            </Button>
          </>
        )}
      </HoldingField>
    </Form>
  )
}

function Statement({ draft, onChange, onNext, onBack }: StepProps & { onBack: () => void }) {
  const { credits } = useText()
  const text = credits.retire
  return (
    <Form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        onNext()
      }}
    >
      <TextField
        name="beneficiary"
        label={text.beneficiary}
        description={text.beneficiaryHelp}
        value={draft.beneficiary}
        onChange={(beneficiary) => onChange({ beneficiary })}
        maxLength={120}
        isRequired
      />
      <Switch
        label={text.publicName}
        description={text.publicNameHelp}
        isSelected={draft.publicName}
        onChange={(publicName) => onChange({ publicName })}
      />
      <TextField
        name="purpose"
        label={text.purpose}
        description={text.purposeHelp}
        value={draft.purpose}
        onChange={(purpose) => onChange({ purpose })}
        maxLength={200}
        rows={2}
        isRequired
      />
      <TextField
        name="place"
        label={text.place}
        description={text.placeHelp}
        value={draft.place}
        onChange={(place) => onChange({ place })}
        maxLength={120}
      />
      <PlaceField
        name="placeCode"
        label={text.placeCode}
        value={draft.placeCode}
        onChange={(placeCode) => onChange({ placeCode })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="periodFrom"
          type="date"
          label={text.periodFrom}
          value={draft.periodFrom}
          onChange={(periodFrom) => onChange({ periodFrom })}
        />
        <TextField
          name="periodTo"
          type="date"
          label={text.periodTo}
          value={draft.periodTo}
          onChange={(periodTo) => onChange({ periodTo })}
        />
      </div>
      <TextField
        name="note"
        label={text.note}
        value={draft.note}
        onChange={(note) => onChange({ note })}
        maxLength={500}
        rows={2}
      />
      <div className="flex flex-wrap justify-between gap-2">
        <Button look="secondary" onPress={onBack}>
          {text.edit}
        </Button>
        <Button type="submit">{text.next}</Button>
      </div>
    </Form>
  )
}

function Confirmation({
  draft,
  onBack,
  onDone,
}: {
  draft: Draft
  onBack: () => void
  onDone: (retired: Retired) => void
}) {
  const { credits } = useText()
  const [understood, setUnderstood] = useState(false)
  const retire = useCommand(retireCreditsEndpoint, {
    makesStale: [holdingsEndpoint.path, ownRetirementsEndpoint.path],
  })
  const body = askOf(draft)
  // Shows which grams will go, or why they cannot, before anything is final.
  const preview = useQuery({ ...reading(previewRetirementEndpoint, { body }), staleTime: 0, retry: false })
  const text = credits.retire
  return (
    <div className="grid gap-5">
      <RefusalNote error={retire.error ?? preview.error} />
      <Summary draft={draft} />
      {preview.data && (
        <Disclosure title={text.preview}>
          <ul className="grid gap-1">
            {preview.data.serials.map(({ text: serial }) => (
              <li key={serial}>
                <code className="break-all">{serial}</code>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      <Note tone="wait" title={text.final}>
        {text.finalLead}
      </Note>
      <Switch label={text.understood} isSelected={understood} onChange={setUnderstood} />
      <div className="flex flex-wrap justify-between gap-2">
        <Button look="secondary" onPress={onBack}>
          {text.edit}
        </Button>
        <Button
          icon="seal"
          isDisabled={!understood || preview.isError}
          isPending={retire.isPending}
          onPress={() => retire.mutate({ body }, { onSuccess: onDone })}
        >
          {text.submit}
        </Button>
      </div>
    </div>
  )
}

function Summary({ draft }: { draft: Draft }) {
  const { credits } = useText()
  const format = useFormat()
  const text = credits.retire
  const period = [draft.periodFrom, draft.periodTo].filter(Boolean).map((day) => format.day(day))
  return (
    <div className="grid gap-4">
      <p className="figures text-[2.5rem] leading-tight font-bold text-offset">
        {format.exactMassText(Math.round(draft.kg * GRAMS_PER_KG))}
      </p>
      {draft.holding && (
        <p>
          <FamilyMark family={draft.holding.family} />
          <span className="block text-[1.125rem] font-bold">
            <Name>{draft.holding.projectName}</Name>
          </span>
        </p>
      )}
      <Facts
        facts={[
          [text.beneficiary, draft.beneficiary],
          [text.publicName, credits.retirements.reviews[draft.publicName ? 'pending' : 'private']],
          [text.purpose, draft.purpose],
          ...(draft.place ? [[text.place, draft.place] as const] : []),
          ...(draft.placeCode ? [[text.placeCode, <PlaceName key="place" code={draft.placeCode} />] as const] : []),
          ...(period.length > 0 ? [[`${text.periodFrom} – ${text.periodTo}`, period.join(' – ')] as const] : []),
          ...(draft.note ? [[text.note, draft.note] as const] : []),
        ]}
      />
    </div>
  )
}

function Done({ retired, onAnother }: { retired: Retired; onAnother: () => void }) {
  const { credits } = useText()
  const format = useFormat()
  const heading = useArrival()
  const text = credits.retire
  return (
    <Card className="grid justify-items-center gap-4 text-center">
      <div>
        <h2 ref={heading} tabIndex={-1} className="text-[1.5rem] outline-none">
          {text.done}
        </h2>
        <p className="figures text-[2.5rem] font-bold text-offset">{format.exactMassText(retired.massG)}</p>
        <p>{text.doneLead}</p>
      </div>
      <code className="text-[1.25rem] font-bold">{retired.certificateId}</code>
      <div className="flex flex-wrap justify-center gap-2">
        <ButtonLink to={certificatePath(retired.certificateId)} icon="seal">
          {text.certificate}
        </ButtonLink>
        <Button look="secondary" onPress={onAnother}>
          {text.another}
        </Button>
      </div>
    </Card>
  )
}
