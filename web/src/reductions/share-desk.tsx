import {
  decideSharesEndpoint,
  type ShareProposal,
  shareProposalsEndpoint,
} from '@morinowa/shared/reductions/share-proposals-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { partsOf } from './share-parts.ts'

/** Proposals of providers about whose their acts are, to be accepted or not. */
export function ShareDesk() {
  const { shares } = useText()
  const words = shares.desk
  const proposals = useQuery(reading(shareProposalsEndpoint))
  return (
    <Section title={words.title} lead={words.lead}>
      <Await query={proposals}>
        {({ items }) => {
          const waiting = items.filter(({ accepted }) => accepted === null)
          return waiting.length === 0 ? (
            <Empty icon="check" title={words.none}>
              {words.noneLead}
            </Empty>
          ) : (
            <ul className="grid items-start gap-4 lg:grid-cols-2">
              {waiting.map((one) => (
                <Waiting key={one.id} proposal={one} />
              ))}
            </ul>
          )
        }}
      </Await>
    </Section>
  )
}

function Waiting({ proposal }: { proposal: ShareProposal }) {
  const { shares } = useText()
  const words = shares.desk
  const format = useFormat()
  const decide = useCommand(decideSharesEndpoint, { makesStale: ['/share-proposals', '/share-terms'] })
  const say = (accept: boolean) => decide.mutate({ params: { id: proposal.id }, body: { accept } })
  const parts = partsOf(proposal, shares, format)
  return (
    <li className="card grid gap-3 p-5">
      <h3 className="text-[1.25rem] break-words">{proposal.provider.name}</h3>
      <p>
        {shares.pools[proposal.pool]} · {words.from(format.day(proposal.validFrom))}
        <br />
        <strong>{parts}</strong>
      </p>
      <RefusalNote error={decide.error} />
      <div className="flex flex-wrap gap-2">
        <Confirm
          opener={
            <Button icon="check" isPending={decide.isPending}>
              {words.accept}
            </Button>
          }
          title={`${proposal.provider.name}: ${parts}`}
          confirm={words.accept}
          onConfirm={() => say(true)}
        >
          {words.lead}
        </Confirm>
        <Button look="secondary" isPending={decide.isPending} onPress={() => say(false)}>
          {words.decline}
        </Button>
      </div>
    </li>
  )
}
