import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { openJobs } from '@morinowa/api/platform/jobs.ts'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'

// A process that works on jobs ends in order whatever it is in the middle of.

const { db, url } = await freshDatabase()

test.each(['is done', 'fails'])('a job that %s only after its worker has ended disturbs nobody', async (how) => {
  const unheard: unknown[] = []
  const listen = (error: unknown) => void unheard.push(error)
  process.on('unhandledRejection', listen)
  onTestFinished(() => void process.off('unhandledRejection', listen))
  const jobs = await openJobs(url, { worker: true, onError: () => {} })
  const turns = new EventEmitter()
  const begun = once(turns, 'begun')
  await jobs.work('mail.send', async () => {
    turns.emit('begun')
    await once(turns, 'end')
    if (how === 'fails') throw new Error('its ground was taken away')
  })
  await db.transaction((tx) => jobs.enqueue(tx, 'mail.send', {}))
  await begun
  await jobs.stop()
  turns.emit('end')
  await sleep(200)
  expect(unheard).toEqual([])
})
