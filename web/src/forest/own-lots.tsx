import { holdingsEndpoint, type OwnHolding } from '@morinowa/shared/credits/contract.ts'
import { type ForestLot, getProjectEndpoint, listForestLotsEndpoint } from '@morinowa/shared/forest/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { lotPath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { ProofMark } from '../marketplace/proof-mark.tsx'
import { SellForm } from '../marketplace/sell-form.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { StackedBar } from '../ui/chart.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { More } from '../ui/more.tsx'
import { Name } from '../ui/name.tsx'
import { Note } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Facts } from '../ui/table.tsx'

/** The organisation's registered lots with what is left of each now. */
export function OwnLots() {
  const { forest } = useText()
  const list = usePages<ForestLot>(listForestLotsEndpoint)
  const holdings = usePages<OwnHolding>(holdingsEndpoint)
  return (
    <Section title={forest.lots.title}>
      <Await query={list}>
        {(lots) =>
          lots.length === 0 ? (
            <Empty
              icon="tree"
              title={forest.lots.none}
              action={
                <a href="#import" className="link inline-flex min-h-12 items-center">
                  {forest.lots.import}
                </a>
              }
            >
              {forest.lots.noneLead}
            </Empty>
          ) : (
            <ul className="grid gap-4 lg:grid-cols-2">
              {lots.map((lot) => (
                <OwnLot key={lot.id} lot={lot} holding={holdings.data?.find(({ lotId }) => lotId === lot.id)} />
              ))}
            </ul>
          )
        }
      </Await>
      <More list={list} />
    </Section>
  )
}

function OwnLot({ lot, holding }: { lot: ForestLot; holding: OwnHolding | undefined }) {
  const { forest } = useText()
  const format = useFormat()
  const text = forest.lots
  return (
    <li className="card grid content-start gap-4 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <FamilyMark family={lot.family} />
        <ProofMark proof={lot.proof} />
      </div>
      <div>
        <h3 className="text-[1.125rem]">
          <Name>{lot.projectName}</Name>
        </h3>
        <p className="text-soft">
          <PlaceName code={lot.municipalityCode} /> · {text.vintage(lot.vintage)}
        </p>
      </div>
      <Tank lot={lot} holding={holding} />
      <Facts
        facts={[
          [
            text.mass,
            <>
              {format.exactMassText(lot.massG)}
              <span className="block text-dns-14N-130 text-soft">
                {lot.serialsMassG === null ? text.uncountable : lot.serialsAgree ? text.agree : text.disagree}
              </span>
            </>,
          ],
          [
            text.serials,
            <code key="serials" className="break-all">
              {lot.serials}
            </code>,
          ],
          [text.price, lot.pricePerTonne ? `${format.yen(lot.pricePerTonne.withTaxYen)}` : text.noPrice],
          [text.importedAt, format.day(lot.importedAt)],
        ]}
      />
      {lot.proofNote && (
        <Note tone={lot.proof === 'refused' ? 'bad' : 'info'} title={text.note}>
          {lot.proofNote}
        </Note>
      )}
      <div className="flex flex-wrap items-center gap-3">
        {holding && holding.availableG > 0 && lot.proof !== 'refused' && (
          <Dialog opener={<Button icon="basket">{text.sell}</Button>} title={lot.projectName}>
            {(close) => (
              <SellForm
                lot={{
                  lotId: lot.id,
                  availableG: holding.availableG,
                  priceYenPerTonne: lot.priceYenPerTonne,
                  taxIncluded: lot.taxIncluded,
                }}
                onDone={close}
              />
            )}
          </Dialog>
        )}
        <Link to={lotPath(lot.id)} className="link inline-flex min-h-12 items-center">
          {text.life}
        </Link>
      </div>
    </li>
  )
}

/** Where every gram of the lot is now; the parts sum to the whole. */
function Tank({ lot, holding }: { lot: ForestLot; holding: OwnHolding | undefined }) {
  const { forest } = useText()
  const text = forest.lots
  const project = useQuery(reading(getProjectEndpoint, { params: { id: lot.projectId } }))
  const of = project.data?.lots.find(({ lotId }) => lotId === lot.id)
  const available = holding?.availableG ?? 0
  const reserved = holding?.reservedG ?? 0
  // A part of what was sold has been retired since, and what the owner retired was never sold.
  const retired = of?.retiredG ?? 0
  const sold = Math.max(0, lot.massG - available - reserved - retired)
  return (
    <StackedBar
      title={text.stock}
      parts={[
        { id: 'held', label: text.held, grams: available, colour: 'var(--color-reduced)' },
        { id: 'reserved', label: text.reserved, grams: reserved, colour: 'var(--color-wait)' },
        { id: 'sold', label: text.sold, grams: sold, colour: 'var(--color-contributed)' },
        { id: 'retired', label: text.retired, grams: retired, colour: 'var(--color-edge)' },
      ]}
    />
  )
}
