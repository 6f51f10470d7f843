import {
  type Authorization,
  decideAuthorizationEndpoint,
  showAuthorizationEndpoint,
} from '@morinowa/shared/identity/oauth/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { returnAfterSignIn, useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page } from '../ui/page.tsx'

/** Where an app sends a person to be asked: names the app and what it wants, and returns with the answer. */
export function AuthorizePage() {
  const { apps } = useText()
  const { me, person } = useSession()
  const [address] = useState(addressAsOpened)
  const ask = askIn(address)

  useEffect(() => {
    if (me && !person) returnAfterSignIn(address.pathname + address.search)
  }, [me, person, address])

  return (
    <Page title={apps.ask.title} width="reading">
      {ask ? (
        <For kinds="person">
          <Question ask={ask} />
        </For>
      ) : (
        <Note tone="bad" title={apps.ask.incomplete}>
          {apps.ask.incompleteLead}
        </Note>
      )}
    </Page>
  )
}

function Question({ ask }: { ask: Authorization }) {
  const { apps } = useText()
  const app = useQuery(reading(showAuthorizationEndpoint, { query: ask }))
  const decide = useCommand(decideAuthorizationEndpoint, { makesStale: ['/me/apps'] })

  function answer(approve: boolean) {
    decide.mutate({ body: { ...ask, approve } }, { onSuccess: ({ redirectTo }) => window.location.assign(redirectTo) })
  }
  return (
    <Await query={app}>
      {({ name, organisation, scopes }) => (
        <Card className="grid gap-4">
          <p className="break-words">{apps.ask.lead(name, organisation.name)}</p>
          <h2 className="text-[1.125rem]">{apps.ask.may}</h2>
          <ul className="list-disc ps-6">
            {scopes.map((scope) => (
              <li key={scope}>{apps.scopes[scope]}</li>
            ))}
          </ul>
          <p className="text-soft">{apps.ask.not}</p>
          <p className="break-all text-soft">{apps.ask.backTo(placeOf(ask.redirect_uri))}</p>
          <RefusalNote error={decide.error} />
          <div className="flex flex-wrap gap-3">
            <Button isPending={decide.isPending} onPress={() => answer(true)}>
              {apps.ask.yes}
            </Button>
            <Button look="secondary" isDisabled={decide.isPending} onPress={() => answer(false)}>
              {apps.ask.no}
            </Button>
          </div>
        </Card>
      )}
    </Await>
  )
}

/** The router writes parameters anew and reads digits as numbers; an app gets its state back as it sent it. */
function addressAsOpened(): URL {
  const now = new URL(window.location.href)
  const opened = performance.getEntriesByType('navigation')[0]?.name
  if (opened === undefined) return now
  const first = new URL(opened, now)
  return first.pathname === now.pathname ? first : now
}

function askIn({ searchParams }: URL): Authorization | undefined {
  const of = (name: string) => searchParams.get(name) ?? ''
  const state = searchParams.get('state')
  if (of('response_type') !== 'code' || of('code_challenge_method') !== 'S256') return undefined
  if (of('client_id') === '' || of('redirect_uri') === '' || of('code_challenge') === '') return undefined
  return {
    response_type: 'code',
    client_id: of('client_id'),
    redirect_uri: of('redirect_uri'),
    scope: of('scope'),
    ...(state !== null && { state }),
    code_challenge: of('code_challenge'),
    code_challenge_method: 'S256',
  }
}

function placeOf(redirectUri: string): string {
  const { host, protocol } = new URL(redirectUri)
  return host || protocol
}
