import { beforeAll, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'

let here: TestApp

beforeAll(async () => {
  here = await startApp()
})

it('what is read has a tag, and who has it already gets nothing again', async () => {
  const first = await here.agent.get('/api/v1/methods').expect(200)
  const tag = first.headers.etag as string
  expect(tag).toMatch(/^W\/"/)
  for (const asked of [tag, tag.slice(2), `"other", ${tag}`, '*']) {
    const again = await here.agent.get('/api/v1/methods').set('if-none-match', asked).expect(304)
    expect(again.text).toBe('')
  }
  await here.agent.get('/api/v1/methods').set('if-none-match', '"other"').expect(200)
})

it('an answer to a command has no tag and is never withheld', async () => {
  const ask = { type: 'shop.bag', occurredOn: '2026-10-01', evidence: 'E3', count: 30 }
  const { headers, body } = await here.agent.post('/api/v1/estimates').set('if-none-match', '*').send(ask).expect(200)
  expect(headers.etag).toBeUndefined()
  expect(body.shownG).toBe(990)
})
