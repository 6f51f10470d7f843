import {
  addRetirementNoteEndpoint,
  batchEndpoint,
  batchesEndpoint,
  cancelCreditsEndpoint,
  carryBatchEndpoint,
  createBatchEndpoint,
  drawSampleEndpoint,
  eraseNameEndpoint,
  holdingsEndpoint,
  issueBatchEndpoint,
  lotEndpoint,
  lotsEndpoint,
  ownRetirementEndpoint,
  ownRetirementsEndpoint,
  pendingNamesEndpoint,
  previewRetirementEndpoint,
  recordEnergyEndpoint,
  recordFindingEndpoint,
  retireCreditsEndpoint,
  reviewNameEndpoint,
  sampledRecordEndpoint,
  sampleEndpoint,
  signBatchEndpoint,
  transferCreditsEndpoint,
} from '@morinowa/shared/credits/contract.ts'
import { lotSharesEndpoint } from '@morinowa/shared/credits/lot-shares-contract.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { BasisPoints } from '@morinowa/shared/kernel/units.ts'
import type { FastifyInstance } from 'fastify'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { openTogether } from './act-together.ts'
import { addRetirementNote, ownRetirement } from './add-retirement-note.ts'
import { batchById } from './batch-steps.ts'
import { cancelCredits } from './cancel-credits.ts'
import { createBatch } from './create-batch.ts'
import { drawBatchSample, showSample, showSampledRecord } from './draw-sample.ts'
import { carryBatch, issueBatch } from './issue-batch.ts'
import { lotSharesOf } from './lot-share-store.ts'
import { cursorId, page } from './paging.ts'
import { recordPlatformEnergy } from './record-energy.ts'
import { recordBatchFinding } from './record-finding.ts'
import { previewRetirement, renderingSoon, retireCredits } from './retire-credits.ts'
import { eraseName, reviewName } from './review-name.ts'
import { signBatch } from './sign-batch.ts'
import { batchesWhere } from './batch-store.ts'
import { pendingNames, retirementsOf } from './retirement-store.ts'
import { holdingsOf, publicLots } from './store.ts'
import { transferCredits } from './transfer-credits.ts'

export function creditRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, lotsEndpoint, async ({ query: { cursor, limit, ...filter } }) =>
    page(await publicLots(deps.db, { ...filter, before: cursorId(cursor), limit: limit + 1 }), limit, ({ id }) => id),
  )
  route(app, deps, lotEndpoint, async ({ params: { id } }) => {
    const [lot] = await publicLots(deps.db, { id, limit: 1 })
    return lot ?? refuse('credits.lot-missing')
  })
  route(app, deps, lotSharesEndpoint, async ({ params: { id } }) => ({ items: await lotSharesOf(deps.db, id) }))
  route(app, deps, holdingsEndpoint, async ({ actor, query: { cursor, limit } }) => {
    const held = await holdingsOf(deps.db, actingFor(actor).id, { after: cursorId(cursor) ?? null, limit: limit + 1 })
    return page(held, limit, ({ lotId }) => lotId)
  })

  const [together, soon] = [openTogether(deps.db), renderingSoon(deps)]
  route(
    app,
    deps,
    transferCreditsEndpoint,
    ({ deps, actor, body }) => transferCredits(deps, { together }, actor, body),
    { repeats: 'own key' },
  )
  route(
    app,
    deps,
    retireCreditsEndpoint,
    ({ deps, actor, body }) => retireCredits(deps, { together, soon }, actor, body),
    { repeats: 'own key' },
  )
  route(app, deps, previewRetirementEndpoint, ({ deps, actor, body }) => previewRetirement(deps, actor, body))
  route(app, deps, ownRetirementsEndpoint, async ({ actor, query: { cursor, limit } }) => {
    const ask = { before: cursorId(cursor) ?? null, limit: limit + 1 }
    return page(await retirementsOf(deps.db, actingFor(actor).id, ask), limit, ({ id }) => id)
  })
  route(app, deps, ownRetirementEndpoint, ({ actor, params }) => ownRetirement(deps.db, actingFor(actor).id, params.id))
  route(app, deps, addRetirementNoteEndpoint, ({ deps, actor, params, body }) =>
    addRetirementNote(deps, actor, { ...body, retirementId: params.id }),
  )
  route(app, deps, reviewNameEndpoint, ({ deps, actor, params, body }) =>
    reviewName(deps, actor, { ...body, retirementId: params.id }),
  )
  route(app, deps, pendingNamesEndpoint, async ({ query: { cursor, limit } }) => {
    const ask = { after: cursorId(cursor) ?? null, limit: limit + 1 }
    return page(await pendingNames(deps.db, ask), limit, ({ retirementId }) => retirementId)
  })
  route(app, deps, eraseNameEndpoint, ({ deps, actor, params }) => eraseName(deps, actor, params.id))
  route(app, deps, cancelCreditsEndpoint, ({ deps, actor, body }) => cancelCredits(deps, actor, body))

  route(app, deps, createBatchEndpoint, ({ deps, actor, body }) => createBatch(deps, actor, body))
  route(app, deps, batchesEndpoint, async ({ query: { cursor, limit, status = null } }) =>
    page(
      await batchesWhere(deps.db, { status, before: cursorId(cursor) ?? null, limit: limit + 1 }),
      limit,
      ({ id }) => id,
    ),
  )
  route(app, deps, batchEndpoint, ({ params }) => batchById(deps.db, params.id))
  route(app, deps, drawSampleEndpoint, ({ deps, actor, params, body }) =>
    drawBatchSample(deps, actor, { ...body, batchId: params.id }),
  )
  route(app, deps, sampleEndpoint, ({ params }) => showSample(deps.db, params.id))
  route(app, deps, sampledRecordEndpoint, ({ deps, params }) =>
    showSampledRecord(deps, { batchId: params.id, reductionId: params.reductionId }),
  )
  route(app, deps, recordFindingEndpoint, ({ deps, actor, params, body }) =>
    recordBatchFinding(deps, actor, { ...body, batchId: params.id }),
  )
  route(app, deps, signBatchEndpoint, ({ deps, actor, params, body }) =>
    signBatch(deps, actor, { deductionBp: body?.deductionBp ?? (0 as BasisPoints), batchId: params.id }),
  )
  route(app, deps, issueBatchEndpoint, ({ deps, actor, params }) => issueBatch(deps, actor, params.id))
  route(app, deps, carryBatchEndpoint, ({ deps, actor, params }) => carryBatch(deps, actor, params.id))
  route(app, deps, recordEnergyEndpoint, ({ deps, actor, body }) => recordPlatformEnergy(deps, actor, body))
}
