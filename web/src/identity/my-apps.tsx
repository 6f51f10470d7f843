import { type MyApp, myAppsEndpoint, revokeAppEndpoint } from '@morinowa/shared/identity/oauth/contract.ts'
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

/** Apps that may act for me, each with what it may do and a way to end it. */
export function MyApps() {
  const { apps } = useText()
  const mine = useQuery(reading(myAppsEndpoint))
  return (
    <Section title={apps.mine.title}>
      <Await query={mine}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="shield" title={apps.mine.none}>
              {apps.mine.noneLead}
            </Empty>
          ) : (
            <ul className="card divide-y divide-line">
              {items.map((app) => (
                <Row key={app.id} app={app} />
              ))}
            </ul>
          )
        }
      </Await>
    </Section>
  )
}

function Row({ app: { id, name, organisation, scopes, since } }: { app: MyApp }) {
  const { apps } = useText()
  const format = useFormat()
  const revoke = useCommand(revokeAppEndpoint, { makesStale: ['/me/apps'] })
  return (
    <li className="grid gap-3 p-4 sm:p-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <p className="font-bold break-words">{name}</p>
          <p className="text-dns-14N-130 text-soft break-words">
            {organisation} · {apps.mine.since(format.day(since))}
          </p>
          <p className="text-dns-14N-130">{scopes.map((scope) => apps.scopes[scope]).join(' / ')}</p>
        </div>
        <Confirm
          opener={
            <Button look="secondary" isPending={revoke.isPending}>
              {apps.mine.revoke}
            </Button>
          }
          title={apps.mine.revoke}
          confirm={apps.mine.revoke}
          look="danger"
          onConfirm={() => revoke.mutate({ params: { id } })}
        >
          {apps.mine.revokeLead}
        </Confirm>
      </div>
      <RefusalNote error={revoke.error} />
    </li>
  )
}
