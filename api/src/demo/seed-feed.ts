import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { rows } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { demoId } from './accounts.ts'
import { demoFeed } from './demo-feed.ts'
import { enter } from './member.ts'

/** Lets the fictional bus company send its timetable, once; a world that was made before there was one gets it too. */
export async function seedFeed(app: FastifyInstance, { db, now }: Deps): Promise<void> {
  const found = await db.maybe(rows(z.object({ id: z.uuid() }))`
    select id from feed where provider_id = ${demoId('organisation:bus')} and code = 'main'`)
  if (found) return
  const bus = await enter(app, 'bus')
  await bus.upload('/mobility/feeds', demoFeed(now()), 'application/zip')
}
