import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { LawsPanel } from '../certificates/laws-panel.tsx'
import { WaitingOrganisations } from '../identity/waiting-organisations.tsx'
import { CheckLots } from '../forest/check-lots.tsx'
import { OfficialDesk } from '../forest/official-desk.tsx'
import { SettleOrders } from '../marketplace/settle-orders.tsx'
import { ShareDesk } from '../reductions/share-desk.tsx'
import { ReviewDesk } from '../reductions/review-desk.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { BatchDesk } from './batch-desk.tsx'
import { EnergyForm } from './energy-form.tsx'
import { ReviewNames } from './review-names.tsx'

export function OperatorPage() {
  const { credits } = useText()
  return (
    <Page title={credits.operator.title} lead={credits.operator.lead}>
      <For kinds={['operator']}>
        <Desks />
      </For>
    </Page>
  )
}

function Desks() {
  const { credits, backing, organisation, reviews } = useText()
  const { tabs, title } = credits.operator
  return (
    <Tabs
      label={title}
      tabs={[
        { id: 'batches', title: tabs.batches, content: <BatchDesk /> },
        { id: 'reviews', title: reviews.tab, content: <ReviewDesk /> },
        { id: 'orders', title: tabs.orders, content: <SettleOrders /> },
        { id: 'lots', title: tabs.lots, content: <CheckLots /> },
        { id: 'official', title: backing.desk.tab, content: <OfficialDesk /> },
        { id: 'names', title: tabs.names, content: <ReviewNames /> },
        {
          id: 'organisations',
          title: organisation.waiting.tab,
          content: (
            <div className="grid gap-10">
              <WaitingOrganisations />
              <ShareDesk />
            </div>
          ),
        },
        { id: 'energy', title: tabs.energy, content: <EnergyForm /> },
        { id: 'laws', title: tabs.laws, content: <LawsPanel /> },
      ]}
    />
  )
}
