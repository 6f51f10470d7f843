import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { Page } from '../ui/page.tsx'

export function VerifierPage() {
  const { desks } = useText()
  return (
    <Page title={desks.verifier.title} lead={desks.verifier.lead}>
      <For kinds={['verifier']}>
        <p>{desks.verifier.lead}</p>
      </For>
    </Page>
  )
}
