import type { Scheme } from '@morinowa/shared/schemes/contract.ts'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { UnreachableError } from '../app/api-client.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { schemePath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { Meter } from '../ui/progress.tsx'
import { keepPage } from './keep-page.ts'
import { LastSale } from './last-sale.tsx'
import { collectsYen, isGuarded } from './scheme-terms.ts'
import { TillKeys } from './till-keys.tsx'
import { TillQueue } from './till-queue.tsx'
import { type Till, useTill, useTillScheme } from './use-till.ts'

export function TillPage() {
  const { schemes } = useText()
  const { id } = useParams({ from: '/shop/$id/till' })
  const scheme = useTillScheme(id)
  const isKnown = scheme.data !== undefined

  useEffect(() => {
    // What the page is made of is known once it stands.
    if (isKnown) void keepPage().catch(() => undefined)
  }, [isKnown])

  return (
    <Page
      title={scheme.data?.name ?? schemes.till.title}
      actions={
        <ButtonLink to={schemePath(id)} look="quiet" icon="back">
          {schemes.till.back}
        </ButtonLink>
      }
      width="reading"
    >
      {/* Without a connection nobody can be recognised, but what this device has seen before can go on. */}
      {scheme.data ? (
        <OpenTill scheme={scheme.data} />
      ) : scheme.error instanceof UnreachableError ? (
        <Note tone="wait">{schemes.till.unknown}</Note>
      ) : (
        <For kinds={['merchant', 'municipality', 'creditOwner', 'distributor', 'buyer']}>
          <Await query={scheme}>{() => null}</Await>
        </For>
      )}
    </Page>
  )
}

function OpenTill({ scheme }: { scheme: Scheme }) {
  const { schemes } = useText()
  const till = useTill(scheme)
  // The server's stock less what it has not heard of yet.
  const waitingG = till.waiting.reduce((sum, { massG }) => sum + massG, 0)
  const availableG = scheme.availableG - waitingG
  if (scheme.state === 'ended') return <Note tone="plain">{schemes.till.ended}</Note>
  return (
    <div className="grid gap-5">
      <TillQueue till={till} />
      <Today scheme={scheme} till={till} availableG={availableG} />
      <TillKeys scheme={scheme} till={till} availableG={isGuarded(scheme.kind) ? availableG : undefined} />
      <LastSale scheme={scheme} till={till} />
      {till.waiting.length > 0 && !till.isSending && (
        <p className="text-std-16N-170 text-soft">{schemes.till.queue.lead}</p>
      )}
    </div>
  )
}

function Today({ scheme, till, availableG }: { scheme: Scheme; till: Till; availableG: number }) {
  const { schemes } = useText()
  const format = useFormat()
  const { till: text, tank } = schemes
  const units = till.today.reduce((sum, { sale }) => sum + sale.quantity * (sale.guests ?? 1) * (sale.nights ?? 1), 0)
  const waitingYen = till.waiting.reduce((sum, { yen }) => sum + yen, 0)
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-6">
        <p role="status">
          <span className="block text-soft">{text.todayHere}</span>
          <strong className="figures text-[3rem] leading-none">{text.count(format.number(units))}</strong>
        </p>
        {collectsYen(scheme) && (
          <p className="text-end">
            <span className="block text-soft">{tank.fund}</span>
            <strong className="figures text-[2rem] leading-tight">{format.yen(scheme.fundYen + waitingYen)}</strong>
          </p>
        )}
      </div>
      {isGuarded(scheme.kind) && (
        <Meter
          label={tank.title}
          value={Math.max(0, availableG)}
          most={Math.max(scheme.reservedG, availableG)}
          text={tank.of(format.exactMassText(Math.max(0, availableG)), format.exactMassText(scheme.reservedG))}
        />
      )}
    </div>
  )
}
