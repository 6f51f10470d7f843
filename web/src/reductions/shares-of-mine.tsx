import { WHOLE_BP } from '@morinowa/shared/reductions/shares.ts'
import { sharesOfActEndpoint } from '@morinowa/shared/reductions/shares-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Card, Section } from '../ui/page.tsx'
import { partsOf } from './share-parts.ts'

/** A sentence that says whose the grams of an act are, and why. */
export function SharesOfMine({ id }: { id: string }) {
  const { shares: words } = useText()
  const format = useFormat()
  const shares = useQuery(reading(sharesOfActEndpoint, { params: { id } }))
  return (
    <Section title={words.act.title}>
      <Await query={shares}>
        {({ from, fixed, ...found }) => (
          <Card className="grid gap-2">
            <p className="font-bold">
              {found.travellerBp === WHOLE_BP
                ? words.act.alone
                : words.act.shared(partsOf(found, words, format, words.act.you))}
            </p>
            <p className="text-soft">
              {words.act.from[from]} {fixed && words.act.fixed}
            </p>
          </Card>
        )}
      </Await>
    </Section>
  )
}
