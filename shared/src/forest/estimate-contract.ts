import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { Grams, SignedGrams } from '../kernel/units.ts'
import { Bilingual } from '../kernel/text.ts'
import { TraceStep } from '../methodology/trace.ts'
import { ForestCoefficients } from './coefficients.ts'
import { ForestAsk } from './estimate-ask.ts'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)

export const ForestEstimateReply = z.strictObject({
  shownG: SignedGrams,
  creditableG: Grams.meta({ description: 'As far as checked coefficients go; 0 where anything is unverified.' }),
  /** SHA-256 over the canonical JSON of the table that was used. */
  coefficientsHash: Hash,
  balance: z
    .strictObject({
      claimedG: Grams,
      countedCutG: Grams,
      netG: SignedGrams,
      certifiable: z.boolean(),
      years: z.array(
        z.strictObject({
          year: z.int(),
          uptakeG: Grams,
          cutG: Grams,
          claimedG: Grams,
          countedCutG: Grams,
          runningG: SignedGrams,
        }),
      ),
    })
    .nullable(),
  trace: z.array(TraceStep),
  reasons: z.array(z.strictObject({ code: z.string(), text: Bilingual })),
})
export type ForestEstimateReply = z.infer<typeof ForestEstimateReply>

export const forestEstimateEndpoint = endpoint({
  method: 'POST',
  path: '/forest/estimates',
  summary: 'Calculate what a forest takes up, holds, nets after a cut, or keeps in wood products',
  description: 'No account is needed and nothing is written. The same functions run in the browser.',
  allow: ['public'],
  body: ForestAsk,
  status: 200,
  reply: ForestEstimateReply,
  refusals: ['forest.species-unknown', 'forest.year-repeated', 'methodology.not-whole', 'methodology.out-of-range'],
})

export const forestCoefficientsEndpoint = endpoint({
  method: 'GET',
  path: '/forest/coefficients',
  summary: 'The table of forest and wood coefficients with its sources, and what is not verified',
  allow: ['public'],
  status: 200,
  reply: z.strictObject({ hash: Hash, coefficients: ForestCoefficients }),
  refusals: [],
})
