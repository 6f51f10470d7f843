import type { Reduction } from '@morinowa/shared/reductions/contract.ts'
import type { ReductionStatus } from '@morinowa/shared/reductions/reduction.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { StackedBar } from '../ui/chart.tsx'
import { useMyReductions } from './queries.ts'

type Place = 'checking' | 'verified' | 'issued' | 'used'

const placeOf: Partial<Record<ReductionStatus, Place>> = {
  recorded: 'checking',
  pooled: 'checking',
  quarantined: 'checking',
  verified: 'verified',
  issued: 'issued',
  sold: 'used',
  retired: 'used',
}

const colours: Record<Place, string> = {
  checking: 'var(--color-edge)',
  verified: 'var(--color-reduced)',
  issued: 'var(--color-forest)',
  used: 'var(--color-contributed)',
}

/** How far the grams of my newest records are. */
export function WhereNow() {
  const { mine } = useText()
  const records = useMyReductions()
  return (
    <div>
      <h2 className="mb-2 font-bold">{mine.whereNow.title}</h2>
      <Await query={records}>
        {(items) => {
          const sums = sumsOf(items)
          const isEmpty = Object.values(sums).every((grams) => grams === 0)
          if (isEmpty) return <p className="text-soft">{mine.whereNow.none}</p>
          return (
            <>
              <StackedBar
                title={mine.whereNow.title}
                parts={(['checking', 'verified', 'issued', 'used'] as const).map((id) => ({
                  id,
                  label: mine.whereNow[id],
                  grams: sums[id],
                  colour: colours[id],
                }))}
              />
              <p className="mt-3 text-dns-14N-130 text-soft">{mine.whereNow.note(items.length)}</p>
            </>
          )
        }}
      </Await>
    </div>
  )
}

function sumsOf(items: readonly Reduction[]): Record<Place, number> {
  const sums = { checking: 0, verified: 0, issued: 0, used: 0 }
  for (const { status, creditedG } of items) {
    const place = placeOf[status]
    if (place) sums[place] += creditedG
  }
  return sums
}
