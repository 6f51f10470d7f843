import { certificatesRefusals } from './certificates/refusals.ts'
import { creditsRefusals } from './credits/refusals.ts'
import { destinationRefusals } from './destinations/refusals.ts'
import { forestEstimateRefusals } from './forest/estimate-refusals.ts'
import { forestOfficialRefusals } from './forest/official-refusals.ts'
import { ownersRefusals } from './forest/owners-refusals.ts'
import { programmeRefusals } from './programmes/refusals.ts'
import { forestRefusals } from './forest/refusals.ts'
import { oauthRefusals } from './identity/oauth/refusals.ts'
import { identityRefusals } from './identity/refusals.ts'
import type { RefusalCode, RefusalWording } from './kernel/refusal.ts'
import { kernelRefusals } from './kernel/refusals.ts'
import { marketplaceRefusals } from './marketplace/refusals.ts'
import { methodologyRefusals } from './methodology/refusals.ts'
import { mobilityRefusals } from './mobility/refusals.ts'
import { areaSumRefusals } from './municipalities/sums-refusals.ts'
import { reductionRefusals } from './reductions/refusals.ts'
import { journeyRefusals } from './reductions/journeys-refusals.ts'
import { reviewRefusals } from './reductions/review-refusals.ts'
import { shareRefusals } from './reductions/shares-refusals.ts'
import { webhookRefusals } from './reductions/webhooks/refusals.ts'
import { schemeRefusals } from './schemes/refusals.ts'

/** Every refusal of the system: a line per word. */
export const refusals: Readonly<Record<RefusalCode, RefusalWording>> = {
  ...kernelRefusals,
  ...methodologyRefusals,
  ...identityRefusals,
  ...oauthRefusals,
  ...reductionRefusals,
  ...reviewRefusals,
  ...journeyRefusals,
  ...shareRefusals,
  ...webhookRefusals,
  ...mobilityRefusals,
  ...destinationRefusals,
  ...areaSumRefusals,
  ...creditsRefusals,
  ...certificatesRefusals,
  ...forestRefusals,
  ...ownersRefusals,
  ...programmeRefusals,
  ...forestEstimateRefusals,
  ...forestOfficialRefusals,
  ...marketplaceRefusals,
  ...schemeRefusals,
}
