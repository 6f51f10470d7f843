import type { ForestProject } from '@morinowa/shared/forest/contract.ts'
import {
  announceHarvestEndpoint,
  endHarvestEndpoint,
  type Harvest,
  projectGuardEndpoint,
  projectOwnersEndpoint,
} from '@morinowa/shared/forest/owners-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'
import { ownersStale } from './owners-stale.ts'
import { RegisterOwner } from './register-owner.tsx'

const M2_PER_HA = 10_000

/** Owners, stands and harvests, for those whose concern they are: others are shown nothing, because there is nothing. */
export function ProjectOwnersPart({ project }: { project: ForestProject }) {
  const { desk, trade } = useText()
  const { project: text } = trade
  const { acting } = useSession()
  const format = useFormat()
  const guard = useQuery(reading(projectGuardEndpoint, { params: { id: project.id } }))
  const isSeller = acting?.id === project.organisationId
  const owners = useQuery({
    ...reading(projectOwnersEndpoint, { params: { id: project.id } }),
    enabled: acting !== undefined && (isSeller || (guard.data?.owners ?? 0) > 0),
    retry: false,
  })
  if (!owners.data || (owners.data.owners.length === 0 && !isSeller)) return null
  const wholeM2 = owners.data.areaM2
  const stands = owners.data.owners.flatMap((owner) => owner.stands.map((stand) => ({ ...stand, owner })))
  return (
    <Section title={text.ownersTitle} lead={text.ownersLead}>
      <div className="grid gap-4">
        {stands.length === 0 && <p className="text-soft">{desk.owners.none}</p>}
        {stands.length > 0 && (
          <Table
            caption={text.ownersTitle}
            rows={stands}
            keyOf={({ id }) => id}
            columns={[
              { title: text.stand, cell: ({ name }) => name, names: true },
              {
                title: text.owners,
                cell: ({ owner }) => (
                  <>
                    {owner.name}
                    <span className="block text-dns-14N-130 text-soft">
                      {desk.owners.share(format.percent(owner.areaM2 / wholeM2))}
                    </span>
                  </>
                ),
              },
              {
                title: text.area,
                cell: ({ areaM2 }) => text.hectares(format.number(areaM2 / M2_PER_HA)),
                align: 'end',
              },
              { title: text.mass, cell: ({ massG }) => format.exactMassText(massG), align: 'end' },
              { title: text.consented, cell: ({ owner }) => format.day(owner.consentedOn) },
              {
                title: text.until,
                cell: ({ owner }) => (owner.noHarvestUntil ? format.day(owner.noHarvestUntil) : '—'),
              },
              {
                title: text.announce,
                cell: ({ id, name, owner }) =>
                  isSeller || owner.organisationId === acting?.id ? (
                    <Dialog
                      opener={<Button look="secondary">{text.announce}</Button>}
                      title={`${text.announce}: ${name}`}
                    >
                      {(close) => <AnnounceForm standId={id} onDone={close} />}
                    </Dialog>
                  ) : (
                    '—'
                  ),
              },
            ]}
          />
        )}
        {isSeller && <RegisterOwner project={project} />}
        {owners.data.harvests.map((harvest) => (
          <HarvestNote key={harvest.id} harvest={harvest} isSeller={isSeller} />
        ))}
      </div>
    </Section>
  )
}

function AnnounceForm({ standId, onDone }: { standId: string; onDone: () => void }) {
  const { project: text } = useText().trade
  const announce = useCommand(announceHarvestEndpoint, { makesStale: ownersStale })
  return (
    <AskForm
      error={announce.error}
      onSubmit={(form) =>
        announce.mutate(
          { params: { id: standId }, body: { harvestOn: String(form.get('harvestOn')) as never } },
          { onSuccess: onDone },
        )
      }
    >
      <p>{text.announceLead}</p>
      <TextField name="harvestOn" type="date" label={text.harvestOn} isRequired />
      <Button type="submit" look="danger" isPending={announce.isPending}>
        {text.announce}
      </Button>
    </AskForm>
  )
}

function HarvestNote({ harvest, isSeller }: { harvest: Harvest; isSeller: boolean }) {
  const { project: text } = useText().trade
  const format = useFormat()
  const end = useCommand(endHarvestEndpoint, { makesStale: ownersStale })
  const held = harvest.holds.reduce((sum, { massG }) => sum + massG, 0)
  const short = harvest.holds.reduce((sum, { shortG }) => sum + shortG, 0)
  const area = text.hectares(format.number(harvest.areaM2 / M2_PER_HA))
  return (
    <Note
      tone={harvest.endedWhy ? 'plain' : 'wait'}
      title={text.announced(`${harvest.ownerName} ${harvest.standName}`, format.day(harvest.harvestOn))}
    >
      <p>{text.guardText(format.day(harvest.harvestOn), area, format.exactMassText(held))}</p>
      {short > 0 && <p>{text.guardShort(format.exactMassText(short))}</p>}
      {harvest.heldYen !== null && <p>{text.cost(format.yen(harvest.heldYen))}</p>}
      {harvest.breaksConsent && <p>{text.breaks}</p>}
      {harvest.endedWhy ? (
        <p>{text.ended[harvest.endedWhy]}</p>
      ) : (
        <div className="mt-2 flex flex-wrap gap-2">
          <RefusalNote error={end.error} />
          <Button
            look="secondary"
            isPending={end.isPending}
            onPress={() => end.mutate({ params: { id: harvest.id }, body: { why: 'withdrawn' } })}
          >
            {text.withdraw}
          </Button>
          {isSeller && (
            <Button
              look="secondary"
              isPending={end.isPending}
              onPress={() => end.mutate({ params: { id: harvest.id }, body: { why: 'compensated' } })}
            >
              {text.compensated}
            </Button>
          )}
        </div>
      )}
    </Note>
  )
}
