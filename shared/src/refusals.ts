import { creditsRefusals } from './credits/refusals.ts'
import { forestRefusals } from './forest/refusals.ts'
import { identityRefusals } from './identity/refusals.ts'
import type { RefusalCode, RefusalWording } from './kernel/refusal.ts'
import { kernelRefusals } from './kernel/refusals.ts'
import { marketplaceRefusals } from './marketplace/refusals.ts'
import { methodologyRefusals } from './methodology/refusals.ts'
import { schemeRefusals } from './schemes/refusals.ts'

/** Every refusal of the system: a line per word. */
export const refusals: Readonly<Record<RefusalCode, RefusalWording>> = {
  ...kernelRefusals,
  ...methodologyRefusals,
  ...identityRefusals,
  ...creditsRefusals,
  ...forestRefusals,
  ...marketplaceRefusals,
  ...schemeRefusals,
}
