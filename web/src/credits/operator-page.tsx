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
import { Desks, Tabs } from '../ui/tabs.tsx'
import { BatchDesk } from './batch-desk.tsx'
import { EnergyForm } from './energy-form.tsx'
import { ReviewNames } from './review-names.tsx'

export function OperatorPage() {
  const { credits } = useText()
  return (
    <Page title={credits.operator.title} lead={credits.operator.lead}>
      <For kinds={['operator']}>
        <Work />
      </For>
    </Page>
  )
}

function Work() {
  const { credits, backing, organisation, reviews } = useText()
  const { groups, tabs, title } = credits.operator
  return (
    <Tabs
      label={title}
      tabs={[
        {
          id: 'issue',
          title: groups.issue,
          content: (
            <Desks
              label={groups.issue}
              desks={[
                { id: 'batches', title: tabs.batches, content: <BatchDesk /> },
                { id: 'reviews', title: reviews.tab, content: <ReviewDesk /> },
                { id: 'energy', title: tabs.energy, content: <EnergyForm /> },
              ]}
            />
          ),
        },
        { id: 'orders', title: groups.orders, content: <SettleOrders /> },
        {
          id: 'registers',
          title: groups.registers,
          content: (
            <Desks
              label={groups.registers}
              desks={[
                { id: 'lots', title: tabs.lots, content: <CheckLots /> },
                { id: 'official', title: backing.desk.tab, content: <OfficialDesk /> },
              ]}
            />
          ),
        },
        {
          id: 'names',
          title: groups.names,
          content: (
            <Desks
              label={groups.names}
              desks={[
                { id: 'beneficiaries', title: tabs.names, content: <ReviewNames /> },
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
              ]}
            />
          ),
        },
        { id: 'laws', title: tabs.laws, content: <LawsPanel /> },
      ]}
    />
  )
}
