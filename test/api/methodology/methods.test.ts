import { canonicalHash } from '@morinowa/prisma/seed/registry.ts'
import { recompute } from '@morinowa/shared/methodology/method-sheet.ts'
import { compileRegistry } from '@morinowa/shared/methodology/registry.ts'
import { beforeAll, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'

let here: TestApp

beforeAll(async () => {
  here = await startApp()
})

it('every method is a sheet: numbers, rows, and examples that the server has just calculated', async () => {
  const { items } = (await here.agent.get('/api/v1/methods').expect(200)).body
  expect(items.length).toBe(16)
  for (const { id, version, hash } of items) {
    const { body } = await here.agent.get(`/api/v1/methods/${id}/versions/${version}`).expect(200)
    expect(canonicalHash(body.document)).toBe(hash)
    expect(body.rows.length).toBe(body.factors.length)
    expect(body.examples.length).toBeGreaterThan(0)
    expect(body.examples.every((example: { agrees: boolean }) => example.agrees)).toBe(true)
  }
  await here.agent.get('/api/v1/methods/mobility.trip/versions/9').expect(404)
})

it('what is ours is marked', async () => {
  const trip = await here.agent.get('/api/v1/methods/mobility.trip/versions/1.0.0').expect(200)
  const ours = trip.body.conditions.filter((condition: { ours: boolean }) => condition.ours)
  expect(ours.map(({ text }: { text: { en: string } }) => text.en)).toContain(
    'Walking and cycling are credited up to 300 g per person and day.',
  )
  const { items } = (await here.agent.get('/api/v1/methods/constants').expect(200)).body
  expect(items.find(({ key }: { key: string }) => key === 'activeCapG')).toMatchObject({ value: 300, standing: 'ours' })
})

it('whoever downloads the registry gets the same numbers and the same hashes', async () => {
  const { body } = await here.agent.get('/api/v1/methods/registry').expect(200)
  const registry = compileRegistry(body, '2026-11-22')
  for (const example of body.examples)
    expect([example.id, recompute(example, registry).agrees]).toEqual([example.id, true])
  for (const set of body.sets) {
    const keys = new Set(set.members.map(({ id, version }: { id: string; version: number }) => `${id}@${version}`))
    const rows = body.factors
      .filter(({ id, version }: { id: string; version: number }) => keys.has(`${id}@${version}`))
      .toSorted((a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1))
    expect(canonicalHash(rows)).toBe(set.hash)
  }
})
