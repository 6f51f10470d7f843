import type { z } from 'zod'
import { Family, families } from '../credits/families.ts'

/** The families whose units another registry has issued; they come here by import, never by our own batches. */
export const RegisteredFamily = Family.extract(['j-credit', 'j-ver', 'j-blue', 'local'])
export type RegisteredFamily = z.infer<typeof RegisteredFamily>

/** What one serial number of the registry stands for, in grams: a tonne in J-Credit and J-VER, a tenth of one in J-Blue. */
export function registryUnitG(family: RegisteredFamily): number {
  return families[family].unitG
}
