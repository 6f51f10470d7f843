import type { ForestProject } from '@morinowa/shared/forest/contract.ts'
import { type RegisterOwner as Ask, registerOwnerEndpoint } from '@morinowa/shared/forest/owners-contract.ts'
import { useState } from 'react'
import { today } from '../app/clock.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { OrganisationField } from '../identity/organisation-field.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AskForm, NumberField, SelectField, TextField } from '../ui/field.tsx'
import { gramsOfKg, KgField } from '../ui/kg-field.tsx'
import { Note } from '../ui/note.tsx'
import { ownersStale } from './owners-stale.ts'

/** Writes down an owner behind a project, with their stands and what each has taken up. */
export function RegisterOwner({ project }: { project: ForestProject }) {
  const { owners } = useText().desk
  const [done, setDone] = useState<string>()
  return (
    <div className="grid justify-items-start gap-3">
      {done && <Note tone="good">{owners.done(done)}</Note>}
      <Dialog
        opener={
          <Button look="secondary" icon="plus">
            {owners.register}
          </Button>
        }
        title={owners.register}
      >
        {(close) => (
          <OwnerForm
            project={project}
            onDone={(name) => {
              setDone(name)
              close()
            }}
          />
        )}
      </Dialog>
    </div>
  )
}

type Stand = { key: number; name: string; hectares: number; lotId: string; kg: number }

const NO_LOT = 'none'
const M2_PER_HA = 10_000
const newStand = (key: number): Stand => ({ key, name: '', hectares: Number.NaN, lotId: NO_LOT, kg: Number.NaN })

function OwnerForm({ project, onDone }: { project: ForestProject; onDone: (name: string) => void }) {
  const { owners } = useText().desk
  const register = useCommand(registerOwnerEndpoint, { makesStale: ownersStale })
  const [organisationId, setOrganisationId] = useState<string | null>(null)
  const [stands, setStands] = useState<readonly Stand[]>([newStand(1)])
  const change = (key: number, part: Partial<Stand>) =>
    setStands(stands.map((stand) => (stand.key === key ? { ...stand, ...part } : stand)))

  function submit(form: FormData) {
    const name = String(form.get('name')).trim()
    const until = String(form.get('noHarvestUntil') ?? '')
    const body = {
      name,
      ...(organisationId !== null && { organisationId }),
      consentedOn: String(form.get('consentedOn')),
      ...(until !== '' && { noHarvestUntil: until }),
      stands: stands.map((stand) => ({
        name: stand.name.trim(),
        areaM2: Math.round(stand.hectares * M2_PER_HA),
        ...(stand.lotId !== NO_LOT && { grams: [{ lotId: stand.lotId, massG: gramsOfKg(stand.kg) }] }),
      })),
    } as unknown as Ask
    register.mutate({ params: { id: project.id }, body }, { onSuccess: () => onDone(name) })
  }

  return (
    <AskForm error={register.error} onSubmit={submit}>
      <p className="text-soft">{owners.registerLead}</p>
      <TextField name="name" label={owners.name} maxLength={120} isRequired />
      <OrganisationField
        name="organisationId"
        label={owners.organisation}
        description={owners.organisationHelp}
        onChange={setOrganisationId}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField name="consentedOn" type="date" label={owners.consentedOn} defaultValue={today()} isRequired />
        <TextField name="noHarvestUntil" type="date" label={owners.noHarvestUntil} />
      </div>
      {stands.map((stand, i) => (
        <StandFields
          key={stand.key}
          project={project}
          stand={stand}
          index={i}
          onChange={(part) => change(stand.key, part)}
          {...(stands.length > 1 && { onRemove: () => setStands(stands.filter(({ key }) => key !== stand.key)) })}
        />
      ))}
      <Button
        look="secondary"
        icon="plus"
        className="justify-self-start"
        onPress={() => setStands([...stands, newStand(Math.max(...stands.map(({ key }) => key)) + 1)])}
      >
        {owners.addStand}
      </Button>
      <Button type="submit" icon="check" isPending={register.isPending}>
        {owners.submit}
      </Button>
    </AskForm>
  )
}

function StandFields({
  project,
  stand: { name, hectares, lotId, kg },
  index,
  onChange,
  onRemove,
}: {
  project: ForestProject
  stand: Stand
  index: number
  onChange: (part: Partial<Stand>) => void
  onRemove?: () => void
}) {
  const { desk, marketplace } = useText()
  const { owners } = desk
  const format = useFormat()
  const at = `stands/${index}`
  return (
    <fieldset className="grid gap-3 rounded-12 border border-line p-4">
      <legend className="px-2 font-bold">{owners.stand(index + 1)}</legend>
      <TextField
        name={`${at}/name`}
        label={owners.standName}
        placeholder={owners.standNameExample}
        value={name}
        onChange={(value) => onChange({ name: value })}
        maxLength={80}
        isRequired
      />
      <NumberField
        name={`${at}/areaM2`}
        label={owners.area}
        unit={owners.hectare}
        decimals={4}
        minValue={0.0001}
        value={hectares}
        onChange={(value) => onChange({ hectares: value })}
        isRequired
      />
      <SelectField
        name={`${at}/grams/0/lotId`}
        label={owners.lot}
        value={lotId}
        onChange={(value) => onChange({ lotId: value })}
        choices={[
          { id: NO_LOT, label: owners.noLot },
          ...project.lots.map((lot) => ({
            id: lot.lotId,
            label: marketplace.card.vintage(lot.vintage),
            description: `${lot.serials} · ${format.exactMassText(lot.massG)}`,
          })),
        ]}
      />
      {lotId !== NO_LOT && (
        <KgField
          name={`${at}/grams/0/massG`}
          label={owners.mass}
          value={kg}
          onChange={(value) => onChange({ kg: value })}
          isRequired
        />
      )}
      {onRemove && (
        <Button look="quiet" icon="cross" className="justify-self-start" onPress={onRemove}>
          {owners.removeStand(name || owners.stand(index + 1))}
        </Button>
      )}
    </fieldset>
  )
}
