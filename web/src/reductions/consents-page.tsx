import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { MyApps } from '../identity/my-apps.tsx'
import { Page } from '../ui/page.tsx'
import { MyConsents } from './my-consents.tsx'
import { MyData } from './my-data.tsx'
import { MyLinks } from './my-links.tsx'
import { MyPasskey } from './my-passkey.tsx'

export function ConsentsPage() {
  const { mine } = useText()
  return (
    <Page title={mine.consents.title} lead={mine.consents.lead}>
      <For kinds="person">
        <MyConsents />
        <MyLinks />
        <MyApps />
        <MyPasskey />
        <MyData />
      </For>
    </Page>
  )
}
