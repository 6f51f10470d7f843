import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { PurchaseForm } from '../destinations/purchase-form.tsx'
import { StayForm } from '../destinations/stay-form.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { TripForm } from './trip-form.tsx'

export function LogPage() {
  const { log } = useText()
  return (
    <Page title={log.title} lead={log.lead}>
      <For kinds="person">
        <Tabs
          label={log.kinds}
          tabs={[
            { id: 'trip', title: log.trip, icon: 'train', content: <TripForm /> },
            { id: 'stay', title: log.stay, icon: 'bed', content: <StayForm /> },
            { id: 'purchase', title: log.purchase, icon: 'basket', content: <PurchaseForm /> },
          ]}
        />
      </For>
    </Page>
  )
}
