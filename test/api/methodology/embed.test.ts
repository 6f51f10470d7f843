import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'

let here: TestApp

beforeAll(async () => {
  here = await startApp()
})

const elsewhere = (headers: Record<string, string>) => {
  expect(headers['content-security-policy']).toContain('frame-ancestors *')
  expect(headers['x-frame-options']).toBeUndefined()
  expect(headers['cross-origin-resource-policy']).toBe('cross-origin')
  expect(headers['set-cookie']).toBeUndefined()
}

describe('the badge', () => {
  it.each([
    ['ja', 1_250, '森の環: CO₂ 1.3 kg 削減の目安'],
    ['en', 1_250, 'Morinowa: about 1.3 kg CO₂ less'],
    ['ja', -80, '森の環: CO₂ 80 g 増加の目安'],
  ])('says its grams in %s, and that they are an estimate', async (lang, g, name) => {
    const { headers, body } = await here.agent.get(`/embed/badge.svg?g=${g}&lang=${lang}`).expect(200)
    expect(headers['content-type']).toContain('image/svg+xml')
    expect(Buffer.from(body).toString()).toContain(`<title>${name}</title>`)
    elsewhere(headers)
  })

  it.each(['', '?g=lots', '?g=1.5', '?g=1e30', '?g=5&lang=%3Cscript%3E'])('refuses %s', async (query) => {
    await here.agent.get(`/embed/badge.svg${query}`).expect(422)
  })
})

describe('the comparator', () => {
  it('shows what each way emits, from the engine, in both languages, and may be framed', async () => {
    const english = await here.agent.get('/embed/comparator?lang=en&km=10&modes=car,rail').expect(200)
    // 17 and 125 g a kilometre.
    expect(english.text).toContain('<strong>170 g</strong>')
    expect(english.text).toContain('<strong>1.3 kg</strong>')
    expect(english.text).toContain('1.1 kg less than a car')
    expect(english.text).toContain('JP-OP-FY2024')
    elsewhere(english.headers)
    const japanese = await here.agent.get('/embed/comparator?km=10').expect(200)
    expect(japanese.text).toContain('<html lang="ja">')
  })

  it.each([
    '?km=-3',
    '?km=abc',
    '?modes=hovercraft,ferry',
    '?lang=%22%3E%3Cscript%3Ealert(1)%3C/script%3E',
    '?modes=%3Cscript%3E',
    '?km=10&km=20',
  ])('what it does not understand it leaves at the usual: %s', async (query) => {
    const { text } = await here.agent.get(`/embed/comparator${query}`).expect(200)
    expect(text).toContain('name="km" value="10"')
    expect(text).not.toMatch(/<script(?! src="\/embed)/)
  })

  it.each(['comparator.js', 'comparator-frame.js', 'comparator.css'])(
    '%s comes from here and asks nobody else',
    async (file) => {
      const { headers, text } = await here.agent.get(`/embed/${file}`).expect(200)
      elsewhere(headers)
      expect(text).not.toMatch(/https?:\/\//)
      expect(text).not.toContain('cookie')
    },
  )
})

it('nothing else may be framed', async () => {
  const { headers } = await here.agent.get('/healthz').expect(200)
  expect(headers['content-security-policy']).toContain("frame-ancestors 'self'")
  expect(headers['x-frame-options']).toBe('SAMEORIGIN')
})
