import { createSchemeEndpoint, listSchemesEndpoint } from '@morinowa/shared/schemes/contract.ts'
import { SchemeKind } from '@morinowa/shared/schemes/scheme-rules.ts'
import { holdingsEndpoint } from '@morinowa/shared/credits/contract.ts'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { ProblemError } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { schemePath } from '../app/paths.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { AskForm, Tiles } from '../ui/field.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Card, Page } from '../ui/page.tsx'
import { WizardSteps } from '../ui/wizard-steps.tsx'
import { askOf, emptyDraft, type SchemeDraft } from './scheme-draft.ts'
import { SchemeFields } from './scheme-fields.tsx'
import { schemeIcons } from './scheme-icons.ts'
import { SchemePreview } from './scheme-preview.tsx'

export function CreatePage() {
  const { schemes } = useText()
  return (
    <Page
      title={schemes.create.title}
      lead={schemes.create.lead}
      width="reading"
      actions={
        <ButtonLink to="/shop" look="quiet" icon="back">
          {schemes.manage.back}
        </ButtonLink>
      }
    >
      <For kinds={['merchant', 'municipality', 'creditOwner', 'distributor', 'buyer']}>
        <Wizard />
      </For>
    </Page>
  )
}

const KIND = 0
const DETAILS = 1
const PREVIEW = 2

function Wizard() {
  const { schemes } = useText()
  const { acting } = useSession()
  const navigate = useNavigate()
  const create = useCommand(createSchemeEndpoint, { makesStale: [listSchemesEndpoint.path, holdingsEndpoint.path] })
  const [step, setStep] = useState(KIND)
  const [draft, setDraft] = useState<SchemeDraft>(() => ({
    ...emptyDraft,
    place: acting?.name ?? '',
    municipalityCode: acting?.municipalityCode ?? null,
  }))
  const change = (part: Partial<SchemeDraft>) => setDraft((before) => ({ ...before, ...part }))
  const { steps, next, back, submit } = schemes.create

  function send() {
    create.mutate(
      { body: askOf(draft) },
      {
        onSuccess: ({ id }) => navigate({ to: schemePath(id) }),
        // A field is at fault: back to where the fields are, with the refusal above them.
        onError: (error) => {
          if (error instanceof ProblemError && error.problem.errors.length > 0) setStep(DETAILS)
        },
      },
    )
  }

  return (
    <Card className="grid gap-6">
      <WizardSteps titles={[steps.kind, steps.details, steps.preview]} now={step} />
      {step === KIND && (
        <Form
          className="grid gap-6"
          onSubmit={(event) => {
            event.preventDefault()
            setStep(DETAILS)
          }}
        >
          <Tiles
            name="kind"
            label={steps.kind}
            value={draft.kind}
            onChange={(kind) => change({ kind: kind as SchemeKind })}
            choices={SchemeKind.options.map((id) => ({
              id,
              label: schemes.kinds[id],
              description: schemes.kindLeads[id],
              icon: schemeIcons[id],
            }))}
            wide
          />
          <Button type="submit" className="justify-self-end">
            {next}
          </Button>
        </Form>
      )}
      {step === DETAILS && (
        <AskForm error={create.error} onSubmit={() => setStep(PREVIEW)} className="grid gap-6">
          <SchemeFields draft={draft} onChange={change} />
          <div className="flex flex-wrap justify-between gap-2">
            <Button look="secondary" onPress={() => setStep(KIND)}>
              {back}
            </Button>
            <Button type="submit">{next}</Button>
          </div>
        </AskForm>
      )}
      {step === PREVIEW && (
        <div className="grid gap-6">
          <RefusalNote error={create.error} />
          <SchemePreview draft={draft} />
          <div className="flex flex-wrap justify-between gap-2">
            <Button look="secondary" onPress={() => setStep(DETAILS)}>
              {back}
            </Button>
            <Button icon="check" isPending={create.isPending} onPress={send}>
              {submit}
            </Button>
          </div>
        </div>
      )}
    </Card>
  )
}
