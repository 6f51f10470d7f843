import { type DemoAccount, demoAccountsEndpoint } from '@morinowa/shared/identity/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { mainPages } from '../app/navigation.ts'
import type { Kind } from '../app/kinds.ts'
import { useSignIn } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Icon } from '../ui/icon.tsx'
import { Name } from '../ui/name.tsx'
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
  const { identity, shell } = useText()
  const signIn = useSignIn()
  const kinds = [...new Set(accounts.map(kindOfAccount))]
  const passwords = [...new Set(accounts.map(({ password }) => password))]

  return (
    <div className="grid gap-4">
      <RefusalNote error={signIn.error} />
      <ul className="border-t border-line">
        {kinds.map((kind) => (
          <li key={kind} className="grid gap-x-10 gap-y-3 border-b border-line py-5 lg:grid-cols-[1fr_2fr]">
            <div>
              <h2 className="flex items-center gap-2 text-[1.125rem]">
                <Icon name={mainPages[kind][0]?.icon ?? 'person'} className="size-6 text-forest" />
                {shell.kinds[kind]}
              </h2>
              <p className="phrase mt-1 text-dns-14N-130 leading-relaxed text-soft">{identity.demo.does[kind]}</p>
            </div>
            <ul className="grid content-start gap-2 sm:grid-cols-2">
              {accounts
                .filter((account) => kindOfAccount(account) === kind)
                .map((account) => (
                  <li key={account.email}>
                    <Entrance
                      account={account}
                      isPending={signIn.isPending && signIn.variables.email === account.email}
                      onEnter={() => signIn.mutate({ email: account.email, password: account.password })}
                    />
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
      <p className="text-soft">
        {identity.demo.password}: <code>{passwords.join(' ')}</code>
      </p>
    </div>
  )
}

function Entrance({ account, isPending, onEnter }: { account: DemoAccount; isPending: boolean; onEnter: () => void }) {
  const { identity } = useText()
  return (
    <button
      type="button"
      aria-busy={isPending}
      onClick={() => !isPending && onEnter()}
      className={`card grid h-full w-full cursor-pointer grid-cols-[1fr_auto] items-center gap-3 px-4 py-3 text-start hover:border-forest hover:bg-mist ${isPending ? 'opacity-60' : ''}`}
    >
      <span className="min-w-0">
        <span className="block font-bold text-forest">
          <Name>{identity.demo.enter(account.name)}</Name>
        </span>
        {account.organisation && (
          <span className="block leading-snug">
            <Name>{account.organisation}</Name>
          </span>
        )}
        <code className="block text-dns-14N-130 break-all text-soft">{account.email}</code>
      </span>
      <Icon name="arrow" className="size-5 text-forest" />
    </button>
  )
}
