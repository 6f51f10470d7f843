import type { TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { certificateStep, registerStep } from './steps/proof.ts'
import { batchStep } from './steps/batch.ts'
import { behaviourStep, forestStep, orderStep } from './steps/market.ts'
import { importSteps } from './steps/import.ts'
import { attachmentStep, fundStep } from './steps/schemes.ts'
import { estimateStep, logStep, meStep } from './steps/traveller.ts'
import { municipalityStep, townBefore } from './steps/town.ts'
import { retireSteps } from './steps/retire.ts'
import { type Cast, prepare } from './cast.ts'

/**
 * Walks once round the loop with live requests against a running server of the demo world, and tells each step.
 * Every run brings its own travellers and its own forest, so it can be walked any number of times.
 * @param base the server's address, such as http://127.0.0.1:3000
 * @param run names this walk's records; six characters are plenty
 * @param month a finished month, YYYY-MM, in which the rides happened
 */
export async function* walk(base: string, run: string, month: string): AsyncGenerator<TourStep> {
  yield* stepsOf(await prepare(base, run, month))
}

/** The steps themselves, by whoever walks them. */
export async function* stepsOf(cast: Cast): AsyncGenerator<TourStep> {
  const before = await townBefore(cast)
  yield await estimateStep(cast)
  yield await logStep(cast)
  yield* importSteps(cast)
  yield await meStep(cast)
  yield await batchStep(cast)
  yield await forestStep(cast)
  yield await orderStep(cast)
  yield await behaviourStep(cast)
  yield await fundStep(cast)
  yield await attachmentStep(cast)
  yield* retireSteps(cast)
  yield await certificateStep(cast)
  yield await registerStep(cast)
  yield await municipalityStep(cast, before)
}
