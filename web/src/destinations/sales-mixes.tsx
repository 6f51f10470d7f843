import { type SalesMix, salesMixesEndpoint } from '@morinowa/shared/destinations/sales-contract.ts'
import { MIX_DAYS } from '@morinowa/shared/destinations/sales-mix.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Name } from '../ui/name.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'

const WHOLE_BP = 10_000

/** What the meals of each of an organisation's restaurants are compared with today. */
export function SalesMixes() {
  const { salesMix: words } = useText()
  const mixes = useQuery(reading(salesMixesEndpoint))
  return (
    <Section title={words.title} lead={words.lead(MIX_DAYS)}>
      <Await query={mixes}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="meal" title={words.none}>
              {words.noneLead}
            </Empty>
          ) : (
            <div className="grid gap-4">
              {items.map((mix) => (
                <Mix key={mix.placeRef} mix={mix} />
              ))}
            </div>
          )
        }
      </Await>
    </Section>
  )
}

function Mix({ mix: { placeRef, meals, days, isEnough, sold } }: { mix: SalesMix }) {
  const { salesMix: words } = useText()
  const format = useFormat()
  const name = placeRef || words.one
  const [soldMeals, soldDays] = [format.number(meals), format.number(days)]
  return (
    <Card className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="break-all text-[1.125rem]">
          <Name>{name}</Name>
        </h3>
        <Status tone={isEnough ? 'good' : 'wait'}>{isEnough ? words.enough : words.notYet}</Status>
      </div>
      <p className="text-soft">{isEnough ? words.sold(soldMeals, soldDays) : words.missing(soldMeals, soldDays)}</p>
      {sold.length > 0 && (
        <Table
          caption={name}
          rows={sold}
          keyOf={({ meal }) => meal}
          columns={[
            { title: words.meal, cell: ({ meal }) => words.meals[meal], names: true },
            { title: words.count, cell: (one) => format.number(one.meals), align: 'end' },
            {
              title: words.share,
              cell: ({ shareBp }) => (shareBp === null ? '–' : format.percent(shareBp / WHOLE_BP)),
              align: 'end',
            },
          ]}
        />
      )}
    </Card>
  )
}
