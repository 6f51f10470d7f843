import { lotsEndpoint } from '@morinowa/shared/credits/contract.ts'
import type { Family } from '@morinowa/shared/credits/families.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { Mass } from '../ui/stat.tsx'
import { Table } from '../ui/table.tsx'

// More lots than one page holds are summed by the register itself; here the newest speak for the state of things.
const MOST_LOTS = 200

type Sum = { family: Family; massG: number; reservedG: number; retiredG: number; leftG: number }

/** What is issued, reserved, retired and left, by family, as the ledger says at this moment. */
export function PublicNumbers() {
  const { home } = useText()
  const format = useFormat()
  const lots = useQuery(reading(lotsEndpoint, { query: { limit: MOST_LOTS } }))
  return (
    <Section
      title={home.numbers.title}
      lead={home.numbers.lead}
      actions={
        <ButtonLink to="/registry" look="secondary" icon="book">
          {home.numbers.toRegistry}
        </ButtonLink>
      }
    >
      <Await query={lots}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              icon="layers"
              title={home.numbers.none}
              action={
                <ButtonLink to="/demo" icon="people">
                  {home.enterDemo}
                </ButtonLink>
              }
            >
              {home.numbers.noneLead}
            </Empty>
          ) : (
            <>
              <Table
                caption={home.numbers.title}
                rows={sumsOf(items)}
                keyOf={({ family }) => family}
                columns={[
                  { title: home.numbers.family, cell: ({ family }) => <FamilyMark family={family} />, names: true },
                  { title: home.numbers.issued, cell: ({ massG }) => <Mass grams={massG} />, align: 'end' },
                  { title: home.numbers.reserved, cell: ({ reservedG }) => <Mass grams={reservedG} />, align: 'end' },
                  { title: home.numbers.retired, cell: ({ retiredG }) => <Mass grams={retiredG} />, align: 'end' },
                  { title: home.numbers.left, cell: ({ leftG }) => <Mass grams={leftG} />, align: 'end' },
                ]}
              />
              <p className="mt-2 text-dns-14N-130 text-soft">
                {home.numbers.upTo(format.time(new Date(lots.dataUpdatedAt).toISOString()))}
              </p>
            </>
          )
        }
      </Await>
    </Section>
  )
}

/** Sums by family; families are never added to each other. */
function sumsOf(lots: readonly Sum[]): Sum[] {
  const sums = new Map<Family, Sum>()
  for (const { family, massG, reservedG, retiredG, leftG } of lots) {
    const sum = sums.get(family) ?? { family, massG: 0, reservedG: 0, retiredG: 0, leftG: 0 }
    sums.set(family, {
      family,
      massG: sum.massG + massG,
      reservedG: sum.reservedG + reservedG,
      retiredG: sum.retiredG + retiredG,
      leftG: sum.leftG + leftG,
    })
  }
  return [...sums.values()]
}
