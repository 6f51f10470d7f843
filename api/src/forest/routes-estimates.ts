import { estimateForest } from '@morinowa/shared/forest/estimate.ts'
import {
  type ForestEstimateReply,
  forestCoefficientsEndpoint,
  forestEstimateEndpoint,
} from '@morinowa/shared/forest/estimate-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { forestCoefficients } from './coefficients.ts'

export function forestEstimateRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, forestEstimateEndpoint, ({ body }) => {
    const { hash, coefficients } = forestCoefficients()
    return { ...estimateForest(body, coefficients), coefficientsHash: hash } as ForestEstimateReply
  })
  route(app, deps, forestCoefficientsEndpoint, () => forestCoefficients())
}
