import { adjustmentEndpoint, adjustmentsEndpoint } from '@morinowa/shared/certificates/adjustments-contract.ts'
import type { FastifyInstance } from 'fastify'
import { adjustments } from '../credits/read-adjustments.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { cursorAfter, readCursor } from '../reductions/cursor.ts'
import { publicAdjustment, signAdjustment } from './sign-adjustment.ts'

export function adjustmentRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, adjustmentsEndpoint, async ({ query: { cursor, limit, lotId } }) => {
    const found = await adjustments(deps.db, { lotId, before: readCursor(cursor), limit: limit + 1 })
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    return {
      items: shown.map(publicAdjustment),
      next: found.length > limit && last ? cursorAfter(last.at, last.id) : null,
    }
  })
  route(app, deps, adjustmentEndpoint, ({ params }) => signAdjustment(deps, params.id))
}
