import { type DemoAccount, demoAccountsEndpoint } from '@morinowa/shared/identity/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { mainPages } from '../app/navigation.ts'
import { type Kind, useSignIn } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'

export function DemoPage() {
  const { identity } = useText()
  const accounts = useQuery(reading(demoAccountsEndpoint))
  return (
    <Page title={identity.demo.title} lead={identity.demo.lead}>
      <Await query={accounts}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="people" title={identity.demo.none}>
              {identity.demo.noneLead}
            </Empty>
          ) : (
            <Accounts accounts={items} />
          )
        }
      </Await>
      <p className="text-soft">{identity.demo.world}</p>
    </Page>
  )
}

/** The demo names a second shop or owner after its kind: `merchant-kg`, `creditOwner-iwate`. */
function kindOfAccount({ kind }: DemoAccount): Kind {
  const named = kind.split('-')[0] as Kind
  return named in mainPages ? named : 'merchant'
}

function Accounts({ accounts }: { accounts: readonly DemoAccount[] }) {
  const signIn = useSignIn()

  return (
    <div className="grid gap-4">
      <RefusalNote error={signIn.error} />
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {accounts.map((account) => (
          <Account
            key={account.email}
            account={account}
            isPending={signIn.isPending && signIn.variables.email === account.email}
            onEnter={() => signIn.mutate({ email: account.email, password: account.password })}
          />
        ))}
      </ul>
    </div>
  )
}

function Account({ account, isPending, onEnter }: { account: DemoAccount; isPending: boolean; onEnter: () => void }) {
  const { identity, shell } = useText()
  const kind = kindOfAccount(account)
  const icon = mainPages[kind][0]?.icon ?? 'person'
  return (
    <li className="card grid content-between gap-4 p-5">
      <div className="grid gap-2">
        <h2 className="flex items-center gap-2 text-[1.125rem]">
          <Icon name={icon} className="size-7 text-forest" />
          {shell.kinds[kind]}
        </h2>
        <p>{identity.demo.does[kind]}</p>
        <p className="text-std-16N-170 text-soft">
          {account.organisation ?? account.name}
          <br />
          <code className="break-all">{account.email}</code>
          <br />
          {identity.demo.password}: <code>{account.password}</code>
        </p>
      </div>
      <Button icon="arrow" isPending={isPending} onPress={onEnter}>
        {identity.demo.enter(account.name)}
      </Button>
    </li>
  )
}
