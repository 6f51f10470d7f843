import { holdingsEndpoint, type OwnHolding, transferCreditsEndpoint } from '@morinowa/shared/credits/contract.ts'
import { useState } from 'react'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { OrganisationField } from '../identity/organisation-field.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { Note } from '../ui/note.tsx'

const GRAMS_PER_KG = 1_000

/** Hands grams of a lot to another organisation; what is about to happen is said before the button. */
export function TransferForm({ holding, onDone }: { holding: OwnHolding; onDone: () => void }) {
  const { credits } = useText()
  const format = useFormat()
  const transfer = useCommand(transferCreditsEndpoint, { makesStale: [holdingsEndpoint.path] })
  const text = credits.transfer
  const [to, setTo] = useState<{ id: string | null; name: string }>({ id: null, name: '' })
  const [kg, setKg] = useState(Number.NaN)
  const massG = Math.round((kg || 0) * GRAMS_PER_KG)

  function submit() {
    const body = { lotId: holding.lotId, massG, toOrganisationId: to.id ?? '' } as never
    transfer.mutate({ body }, { onSuccess: onDone })
  }
  return (
    <AskForm error={transfer.error} onSubmit={submit}>
      <OrganisationField
        name="toOrganisationId"
        label={text.to}
        description={text.toHelp}
        value={to.id}
        onChange={(id, name) => setTo({ id, name })}
        isRequired
      />
      <KgField
        name="massG"
        label={text.mass}
        description={credits.retire.massHelp(format.exactMassText(holding.availableG))}
        maxValue={holding.availableG / GRAMS_PER_KG}
        value={kg}
        onChange={setKg}
        isRequired
      />
      {to.id && massG > 0 && (
        <Note tone="wait" title={text.confirm}>
          {text.confirmLead(format.exactMassText(massG), to.name)}
        </Note>
      )}
      <Button type="submit" isPending={transfer.isPending}>
        {text.submit}
      </Button>
    </AskForm>
  )
}
