import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { Page } from '../ui/page.tsx'

export function MunicipalityPage() {
  const { desks } = useText()
  return (
    <Page title={desks.municipality.title} lead={desks.municipality.lead}>
      <For kinds={['municipality']}>
        <p>{desks.municipality.lead}</p>
      </For>
    </Page>
  )
}
