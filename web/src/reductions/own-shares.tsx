import {
  proposeSharesEndpoint,
  type ShareProposal,
  shareProposalsEndpoint,
} from '@morinowa/shared/reductions/share-proposals-contract.ts'
import { PARTIES, type Shares, sumOf, WHOLE_BP } from '@morinowa/shared/reductions/shares.ts'
import { type ShareTerms, shareTermsEndpoint } from '@morinowa/shared/reductions/shares-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, NumberField, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { partsOf, percentOf } from './share-parts.ts'

/** The terms of an organisation's records, what it proposed, and a form to propose. */
export function OwnShares({ organisationId, isHost }: { organisationId: string; isHost: boolean }) {
  const { shares: words } = useText()
  const terms = useQuery(reading(shareTermsEndpoint, { query: { providerId: organisationId } }))
  const proposals = useQuery(reading(shareProposalsEndpoint))
  return (
    <Section title={words.title} lead={words.lead}>
      <div className="grid gap-5">
        <Await query={terms}>
          {({ items: made }) => (
            <Await query={proposals}>
              {({ items }) => <Both made={made} open={items.filter(({ accepted }) => accepted !== true)} />}
            </Await>
          )}
        </Await>
        <ProposeForm isHost={isHost} />
      </div>
    </Section>
  )
}

type Line = Shares & Pick<ShareTerms, 'pool' | 'validFrom'> & { key: string; state: 'made' | 'waiting' | 'declined' }

function Both({ made, open }: { made: readonly ShareTerms[]; open: readonly ShareProposal[] }) {
  const { shares: words } = useText()
  const format = useFormat()
  const lines: Line[] = [
    ...open.map((one): Line => ({ ...one, key: one.id, state: one.accepted === null ? 'waiting' : 'declined' })),
    ...made.map((one): Line => ({ ...one, key: `${one.pool} ${one.validFrom}`, state: 'made' })),
  ]
  if (lines.length === 0)
    return (
      <Empty icon="people" title={words.none}>
        {words.noneLead}
      </Empty>
    )
  const tones = { made: 'good', waiting: 'wait', declined: 'plain' } as const
  return (
    <Table
      caption={words.caption}
      rows={lines}
      keyOf={({ key }) => key}
      columns={[
        { title: words.from, cell: ({ validFrom }) => format.day(validFrom), names: true },
        { title: words.pool, cell: ({ pool }) => words.pools[pool] },
        { title: words.title, cell: (line) => partsOf(line, words, format) },
        { title: words.state, cell: ({ state }) => <Status tone={tones[state]}>{words.states[state]}</Status> },
      ]}
    />
  )
}

const BP_A_PERCENT = 100

function ProposeForm({ isHost }: { isHost: boolean }) {
  const { shares: words } = useText()
  const format = useFormat()
  const [pool, setPool] = useState<ShareTerms['pool']>(isHost ? 'destinations' : 'mobility')
  const [parts, setParts] = useState<Shares>({ travellerBp: WHOLE_BP, operatorBp: 0, hotelBp: 0, townBp: 0 })
  const propose = useCommand(proposeSharesEndpoint, { makesStale: ['/share-proposals'] })
  const left = WHOLE_BP - sumOf(parts)

  function submit(form: FormData) {
    propose.mutate({ body: { pool, validFrom: String(form.get('validFrom')), ...parts } as never })
  }
  return (
    <Card className="grid gap-4">
      <div>
        <h3 className="text-[1.125rem]">{words.propose}</h3>
        <p className="text-soft">{words.proposeLead}</p>
      </div>
      <AskForm error={propose.error} onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
        <Segments
          label={words.pool}
          choices={(['mobility', 'destinations'] as const).map((id) => ({ id, label: words.pools[id] }))}
          value={pool}
          onChange={(chosen) => setPool(chosen as ShareTerms['pool'])}
        />
        <TextField name="validFrom" type="date" label={words.from} isRequired />
        {PARTIES.filter((party) => party !== (isHost ? 'operator' : 'hotel')).map((party) => (
          <NumberField
            key={party}
            name={`${party}Bp`}
            label={words.parties[party]}
            unit="%"
            decimals={2}
            minValue={0}
            maxValue={100}
            value={parts[`${party}Bp`] / BP_A_PERCENT}
            onChange={(percent) =>
              setParts({ ...parts, [`${party}Bp`]: Math.round((Number.isNaN(percent) ? 0 : percent) * BP_A_PERCENT) })
            }
          />
        ))}
        <p className={`sm:col-span-2 ${left < 0 ? 'text-bad' : 'text-soft'}`} role="status">
          {left < 0 ? words.most : left > 0 ? words.left(percentOf(left, format)) : ' '}
        </p>
        <Button type="submit" icon="check" isPending={propose.isPending} className="justify-self-start">
          {words.submit}
        </Button>
      </AskForm>
      <div role="status">{propose.isSuccess && <Note tone="good">{words.done}</Note>}</div>
    </Card>
  )
}
