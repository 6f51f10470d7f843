import { holdingsEndpoint, type OwnHolding } from '@morinowa/shared/credits/contract.ts'
import { Link } from '@tanstack/react-router'
import { For } from '../app/for.tsx'
import { usePages } from '../app/paging.ts'
import { lotPath, retirePath } from '../app/paths.ts'
import { everyOrganisation } from '../app/kinds.ts'
import { useText } from '../app/text.tsx'
import { SellForm } from '../marketplace/sell-form.tsx'
import { After, Await, Empty } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { StackedBar } from '../ui/chart.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { More } from '../ui/more.tsx'
import { Name } from '../ui/name.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Mass } from '../ui/stat.tsx'
import { FamilyMark } from './family-mark.tsx'
import { OwnRetirements } from './own-retirements.tsx'
import { TransferForm } from './transfer-form.tsx'

export function HoldingsPage() {
  const { credits, desk, marketplace } = useText()
  return (
    <Page
      title={credits.holdings.title}
      lead={credits.holdings.lead}
      actions={
        <>
          <ButtonLink to="/proxies" look="quiet" icon="shield">
            {desk.proxies.link}
          </ButtonLink>
          <ButtonLink to="/orders" look="secondary" icon="file">
            {marketplace.orders.link}
          </ButtonLink>
        </>
      }
    >
      <For kinds={everyOrganisation}>
        <Holdings />
      </For>
    </Page>
  )
}

function Holdings() {
  const { credits } = useText()
  const list = usePages<OwnHolding>(holdingsEndpoint)
  const text = credits.holdings
  return (
    <>
      <Section title={text.lots}>
        <Await query={list}>
          {(held) =>
            held.length === 0 ? (
              <Empty
                icon="layers"
                title={text.none}
                action={
                  <ButtonLink to="/market" icon="basket">
                    {text.toMarket}
                  </ButtonLink>
                }
              >
                {text.noneLead}
              </Empty>
            ) : (
              <ul className="grid items-start gap-4 lg:grid-cols-2">
                {held.map((holding) => (
                  <Holding key={holding.lotId} holding={holding} />
                ))}
              </ul>
            )
          }
        </Await>
        <More list={list} />
      </Section>
      <After query={list}>
        <OwnRetirements />
      </After>
    </>
  )
}

function Holding({ holding }: { holding: OwnHolding }) {
  const { credits, marketplace } = useText()
  const text = credits.holdings
  const { lotId, family, projectName, vintage, massG, reservedG, availableG, code } = holding
  return (
    <li className="card grid gap-4 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <FamilyMark family={family} />
        <span className="text-[1.375rem] font-bold">
          <Mass grams={massG} />
        </span>
      </div>
      <div>
        <h3 className="text-[1.125rem]">
          <Name>{projectName}</Name>
        </h3>
        <p className="text-soft">
          {marketplace.card.vintage(vintage)} · {text.serials} <code>{code}</code>
        </p>
      </div>
      <StackedBar
        title={text.total}
        parts={[
          { id: 'available', label: text.held, grams: availableG, colour: 'var(--color-reduced)' },
          { id: 'reserved', label: text.reserved, grams: reservedG, colour: 'var(--color-wait)' },
        ]}
      />
      {reservedG > 0 && <p className="text-dns-14N-130 text-soft">{text.reservedLead}</p>}
      <div className="flex flex-wrap items-center gap-2">
        {availableG > 0 && (
          <>
            <ButtonLink to={retirePath(lotId)} icon="seal">
              {text.retire}
            </ButtonLink>
            <Dialog opener={<Button look="secondary">{text.sell}</Button>} title={projectName}>
              {(close) => <SellForm lot={{ lotId, availableG }} onDone={close} />}
            </Dialog>
            <Dialog opener={<Button look="secondary">{text.transfer}</Button>} title={credits.transfer.title}>
              {(close) => <TransferForm holding={holding} onDone={close} />}
            </Dialog>
          </>
        )}
        <Link to={lotPath(lotId)} className="link inline-flex min-h-12 items-center px-2">
          {text.life}
        </Link>
      </div>
    </li>
  )
}
