import { LotId } from '@morinowa/shared/credits/ids.ts'
import {
  backingEndpoint,
  importStatementEndpoint,
  listReservesEndpoint,
  listStatementsEndpoint,
  lotReserveEndpoint,
  officialRequestEndpoint,
  recordOfficialEndpoint,
} from '@morinowa/shared/forest/official-contract.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FastifyInstance } from 'fastify'
import { cursorId, page } from '../credits/paging.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { importStatement } from './import-statement.ts'
import { officialsOf, publicOfficial, reserves } from './official-store.ts'
import { statements } from './statement-store.ts'
import { recordOfficial } from './record-official.ts'
import { officialRequest, requestCsv } from './request-official.ts'
import { showBacking } from './show-backing.ts'

export function forestOfficialRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, listReservesEndpoint, async ({ query: { cursor, limit, due } }) =>
    page(await reserves(deps.db, { due, before: cursorId(cursor), limit: limit + 1 }), limit, ({ lotId }) => lotId),
  )
  route(app, deps, lotReserveEndpoint, async ({ params }) => {
    const lotId = LotId.parse(params.id)
    const [[reserve], officials] = await Promise.all([
      reserves(deps.db, { lotId, limit: 1 }),
      officialsOf(deps.db, lotId),
    ])
    return reserve ? { reserve, officials: officials.map(publicOfficial) } : refuse('forest.lot-missing')
  })
  route(app, deps, backingEndpoint, ({ params }) => showBacking(deps.db, params.id))
  route(app, deps, recordOfficialEndpoint, ({ deps, actor, params, body }) =>
    recordOfficial(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, officialRequestEndpoint, async ({ actor, query, request, reply }) => {
    const items = await officialRequest(deps, actor, query)
    if (!request.headers.accept?.includes('text/csv')) return { items }
    return reply
      .type('text/csv; charset=utf-8')
      .header('Content-Disposition', 'attachment; filename="retirement-request.csv"')
      .send(requestCsv(items))
  })
  route(app, deps, importStatementEndpoint, ({ deps, actor, body }) => importStatement(deps, actor, body))
  route(app, deps, listStatementsEndpoint, async ({ actor, query: { cursor, limit } }) => {
    const acting = actingFor(actor)
    const organisationId = acting.kind === 'operator' ? undefined : acting.id
    const found = await statements(deps.db, { organisationId, before: cursorId(cursor), limit: limit + 1 })
    return page(found, limit, ({ id }) => id)
  })
}
