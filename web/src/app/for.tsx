import type { ReactNode } from 'react'
import { Loading } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Kind } from './kinds.ts'
import { useSession } from './session.ts'
import { useText } from './text.tsx'

/**
 * Shows a page's content to the kinds it is for, and to everybody else how to become one of them. A convenience only:
 * what a kind may do is decided by the server.
 */
export function For({ kinds, children }: { kinds: readonly Kind[] | 'person'; children: ReactNode }) {
  const { shell } = useText()
  const { me, person, kind } = useSession()
  if (!me) return <Loading />
  if (person && (kinds === 'person' || (kind && kinds.includes(kind)))) return children
  const wanted = kinds === 'person' ? [shell.kinds.traveller] : kinds.map((one) => shell.kinds[one])
  return (
    <div className="card grid justify-items-start gap-3 p-6 sm:p-10">
      <Icon name="key" className="size-9 text-forest" />
      <h2 className="text-[1.25rem]">
        {person ? shell.states.otherKind(wanted.join('・')) : shell.states.signInNeeded}
      </h2>
      <p className="text-soft">{shell.states.signInNeededLead}</p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink to="/demo" icon="people">
          {shell.states.tryDemo}
        </ButtonLink>
        {!person && (
          <ButtonLink to="/sign-in" look="secondary">
            {shell.account.signIn}
          </ButtonLink>
        )}
        {person && kinds !== 'person' && (
          <ButtonLink to="/organisation" look="secondary">
            {shell.account.found}
          </ButtonLink>
        )}
      </div>
    </div>
  )
}
