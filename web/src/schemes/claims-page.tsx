import { useText } from '../app/text.tsx'
import { Page } from '../ui/page.tsx'
import { ClaimCodeForm } from './claim-code-form.tsx'

/** Where a code is typed that came without a QR. */
export function ClaimsPage() {
  const { schemes } = useText()
  return (
    <Page title={schemes.public.claimForm} lead={schemes.claim.lead} width="reading">
      <ClaimCodeForm />
    </Page>
  )
}
