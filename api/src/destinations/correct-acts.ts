import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { CorrectionResult } from '@morinowa/shared/reductions/correction.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { correctLines } from '../reductions/correct-lines.ts'
import type { Elsewhere } from '../reductions/elsewhere.ts'
import type { Upload } from '../reductions/import-lines.ts'
import { actFormat } from './import-acts.ts'

/** Corrects or withdraws a provider's services, meals and sales lines, one a line. */
export async function correctActs(
  deps: Deps,
  actor: Actor,
  upload: Upload,
  elsewhere: Pick<Elsewhere, 'adjust'>,
): Promise<CorrectionResult> {
  const { id } = actingFor(actor)
  return correctLines(deps, id, await actFormat(deps, id), upload, elsewhere)
}
