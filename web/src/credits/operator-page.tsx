import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { Page } from '../ui/page.tsx'

export function OperatorPage() {
  const { desks } = useText()
  return (
    <Page title={desks.operator.title} lead={desks.operator.lead}>
      <For kinds={['operator']}>
        <p>{desks.operator.lead}</p>
      </For>
    </Page>
  )
}
