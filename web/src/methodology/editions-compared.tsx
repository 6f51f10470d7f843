import type { Day } from '@morinowa/shared/kernel/calendar.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Card, Section } from '../ui/page.tsx'
import { useOwnRegistry } from './own-registry.ts'

/** One bus trip with two editions, calculated in this browser: what an edition means for somebody. */
export function EditionsCompared({ from, to }: { from: string; to: string }) {
  const { methodologyPages } = useText()
  const format = useFormat()
  const words = methodologyPages.differences.example
  const own = useOwnRegistry()
  return (
    <Section title={words.title} lead={words.lead}>
      <Await query={own}>
        {({ data, registry, estimate }) => (
          <ul className="grid gap-4 sm:grid-cols-2">
            {[from, to].map((id, index) => {
              const set = data.sets.find((one) => one.id === id)
              if (!set) return null
              const { shownG, creditedG } = estimate(
                {
                  type: 'mobility.trip',
                  occurredOn: set.validTo as Day,
                  evidence: 'E3',
                  factorSet: id,
                  baseline: `jp.mlit.${set.series}.car`,
                  legs: [{ mode: 'bus', distanceM: 10_000 }],
                },
                registry,
              )
              return (
                <li key={`${id} ${index}`}>
                  <Card className="grid gap-1">
                    <p className="text-dns-14B-130 text-soft">{id}</p>
                    <p className="figures">
                      {words.shown} <strong>{format.number(shownG)} g</strong>
                    </p>
                    <p className="figures">
                      {words.credited} <strong>{format.number(creditedG)} g</strong>
                    </p>
                  </Card>
                </li>
              )
            })}
          </ul>
        )}
      </Await>
    </Section>
  )
}
