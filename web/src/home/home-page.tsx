import { useText } from '../app/text.tsx'
import { Page } from '../ui/page.tsx'

export function HomePage() {
  const { shell } = useText()
  return (
    <Page title={shell.tagline} lead={shell.footer.open}>
      <p>{shell.footer.note}</p>
    </Page>
  )
}
