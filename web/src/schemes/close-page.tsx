import { holdingsEndpoint } from '@morinowa/shared/credits/contract.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import {
  type Closing,
  closeSchemeEndpoint,
  getSchemeEndpoint,
  listClosingsEndpoint,
  listSchemesEndpoint,
  type Scheme,
  type SchemeId,
} from '@morinowa/shared/schemes/contract.ts'
import { type ClosingChoices, closingChoices } from '@morinowa/shared/schemes/closing-choices.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { schemePath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Facts } from '../ui/table.tsx'
import { WizardSteps } from '../ui/wizard-steps.tsx'
import { CertificateLinks } from './scheme-page.tsx'
import { collectsYen } from './scheme-terms.ts'

export function ClosePage() {
  const { schemes } = useText()
  const { id } = useParams({ from: '/shop/$id/close' })
  const scheme = useQuery(reading(getSchemeEndpoint, { params: { id: id as SchemeId } }))
  return (
    <Page
      title={schemes.closing.title}
      lead={scheme.data ? `${scheme.data.name}: ${schemes.closing.lead}` : schemes.closing.lead}
      width="reading"
      actions={
        <ButtonLink to={schemePath(id)} look="quiet" icon="back">
          {schemes.till.back}
        </ButtonLink>
      }
    >
      <For kinds={['merchant', 'municipality', 'creditOwner', 'distributor', 'buyer']}>
        <Await query={scheme}>{(found) => <Wizard scheme={found} />}</Await>
      </For>
    </Page>
  )
}

const PERIOD = 0
const REVIEW = 1
const DONE = 2

function Wizard({ scheme }: { scheme: Scheme }) {
  const { schemes } = useText()
  const text = schemes.closing
  const close = useCommand(closeSchemeEndpoint, {
    makesStale: [getSchemeEndpoint.path, listSchemesEndpoint.path, listClosingsEndpoint.path, holdingsEndpoint.path],
  })
  const today = dayOf(new Date().toISOString())
  const choices = closingChoices(today, scheme.closedThrough)
  const [step, setStep] = useState(PERIOD)
  const [through, setThrough] = useState<string>(choices.first ?? '')
  return (
    <Card className="grid gap-6">
      <WizardSteps titles={[text.steps.period, text.steps.review, text.steps.done]} now={step} />
      {step === PERIOD && (
        <Period
          scheme={scheme}
          choices={choices}
          through={through}
          onChange={setThrough}
          onNext={() => setStep(REVIEW)}
        />
      )}
      {step === REVIEW && (
        <Review
          scheme={scheme}
          through={through}
          error={close.error}
          isPending={close.isPending}
          onBack={() => setStep(PERIOD)}
          onClose={() =>
            close.mutate(
              { params: { id: scheme.id }, body: { through: through as never } },
              { onSuccess: () => setStep(DONE) },
            )
          }
        />
      )}
      {step === DONE && close.data && <Done scheme={scheme} closing={close.data} />}
    </Card>
  )
}

function Period({
  scheme,
  choices: { month, fiscalYear },
  through,
  onChange,
  onNext,
}: {
  scheme: Scheme
  choices: ClosingChoices
  through: string
  onChange: (day: string) => void
  onNext: () => void
}) {
  const { schemes } = useText()
  const format = useFormat()
  const text = schemes.closing
  const suggestions = [
    ...(month ? [{ day: month.day, label: text.month(format.month(month.month)) }] : []),
    ...(fiscalYear ? [{ day: fiscalYear.day, label: text.fiscal(fiscalYear.year) }] : []),
  ]
  return (
    <Form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        onNext()
      }}
    >
      <p className="text-soft">{scheme.closedThrough ? text.since(format.day(scheme.closedThrough)) : text.first}</p>
      <div className="flex flex-wrap gap-2">
        {suggestions.map(({ day, label }) => (
          <Button key={day} look={day === through ? 'primary' : 'secondary'} onPress={() => onChange(day)}>
            {label}
          </Button>
        ))}
      </div>
      <TextField
        name="through"
        type="date"
        label={text.through}
        description={text.throughHelp}
        value={through}
        onChange={onChange}
        isRequired
      />
      <Button type="submit" className="justify-self-end">
        {schemes.create.next}
      </Button>
    </Form>
  )
}

function Review({
  scheme,
  through,
  error,
  isPending,
  onBack,
  onClose,
}: {
  scheme: Scheme
  through: string
  error: unknown
  isPending: boolean
  onBack: () => void
  onClose: () => void
}) {
  const { schemes } = useText()
  const format = useFormat()
  const text = schemes.closing
  const isFund = scheme.kind === 'per-item-fund'
  const note = isFund
    ? text.fundNote
    : scheme.kind === 'event-offset' || scheme.kind === 'residual-offset'
      ? text.eventNote
      : text.unitNote
  return (
    <div className="grid gap-5">
      <RefusalNote error={error} />
      <p>{text.review(format.day(through))}</p>
      <Facts
        facts={[
          [text.steps.period, format.day(through)],
          [schemes.tank.items, schemes.tank.count(format.number(scheme.items))],
          ...(collectsYen(scheme) ? [[text.fund, format.yen(scheme.fundYen)] as const] : []),
          ...(isFund
            ? []
            : [[text.attached, format.exactMassText(Math.max(0, scheme.attachedG - scheme.retiredG))] as const]),
          [schemes.manage.fields.beneficiary, scheme.beneficiary],
        ]}
      />
      <Note>{note}</Note>
      <div className="flex flex-wrap justify-between gap-2">
        <Button look="secondary" onPress={onBack}>
          {schemes.create.back}
        </Button>
        <Confirm
          opener={
            <Button icon="seal" isPending={isPending}>
              {text.submit}
            </Button>
          }
          title={text.confirm}
          confirm={text.submit}
          onConfirm={onClose}
        >
          {text.confirmLead}
        </Confirm>
      </div>
    </div>
  )
}

function Done({ scheme, closing }: { scheme: Scheme; closing: Closing }) {
  const { schemes, schemeShop } = useText()
  const format = useFormat()
  const { manage, closing: text } = schemes
  const isFund = scheme.kind === 'per-item-fund'
  return (
    <div className="grid gap-5">
      <Note tone={closing.retiredG > 0 ? 'good' : 'info'} title={text.result}>
        {closing.retiredG === 0 && text.nothing}
      </Note>
      <Facts
        facts={[
          [manage.through, format.day(closing.through)],
          [manage.retired, format.exactMassText(closing.retiredG)],
          ...(isFund
            ? ([[text.bought, format.exactMassText(closing.boughtG)]] as const)
            : ([[manage.carriedG, format.exactMassText(closing.carriedG)]] as const)),
          ...(collectsYen(scheme)
            ? ([
                [manage.spent, format.yen(closing.spentYen)],
                [manage.carriedYen, format.yen(closing.carriedYen)],
              ] as const)
            : []),
          ...(closing.releasedG > 0 ? ([[schemeShop.released, format.exactMassText(closing.releasedG)]] as const) : []),
          [manage.certificate, <CertificateLinks key="certificates" closing={closing} />],
        ]}
      />
      <ButtonLink to={schemePath(scheme.id)} look="secondary" className="justify-self-start">
        {text.again}
      </ButtonLink>
    </div>
  )
}
