import { randomUUID } from 'node:crypto'
import { issueLot, type NewLot } from '@morinowa/api/credits/ledger.ts'
import { attachedJson } from '@morinowa/api/certificates/read-attachment.ts'
import { renderMissing } from '@morinowa/api/certificates/render-certificate.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'

const app = await startApp()
const { pool, db } = app.database
const [buyer, owner, operator, stranger] = [
  await app.signIn('buyer'),
  await app.signIn('creditOwner'),
  await app.signIn('operator'),
  app.agent,
]

const organisationOf = async (email: string) => {
  const { rows } = await pool.query(
    `select m.organisation_id as id from membership m join person p on p.id = m.person_id where p.email = $1`,
    [`${email}@demo.example`],
  )
  return OrganisationId.parse(rows[0].id)
}
const buyerId = await organisationOf('buyer')

const issue = (lot: Partial<NewLot> = {}) =>
  db.transaction((tx) =>
    issueLot(tx, {
      key: randomUUID(),
      ownerId: buyerId,
      family: 'j-credit',
      massG: 1_000_000,
      unitG: 1_000_000,
      vintage: 2024,
      projectName: '登米市有林の間伐による森林吸収プロジェクト',
      municipalityCode: '04212',
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
      registrySerials: ['JCL-000-000-001 〜 JCL-000-000-002'],
      ...lot,
    }),
  )
const lot = await issue()

const said = { beneficiary: '髙﨑𠮷野屋', purpose: '夏祭りの運営', place: '富山県射水市', publicName: true }

async function retire(more: object = {}) {
  const reply = await buyer.post('/api/v1/credits/retirements').send({ lotId: lot.id, massG: 2_500, ...said, ...more })
  expect(reply.status, JSON.stringify(reply.body)).toBe(201)
  return reply.body as { id: string; certificateId: string; serials: { from: number; to: number; text: string }[] }
}

const jsonOf = async (who: typeof buyer, id: string) =>
  (await who.get(`/api/v1/certificates/${id}.json`).expect(200)).body
const pdfOf = async (who: typeof buyer, id: string, query = '') =>
  (await who.get(`/api/v1/certificates/${id}.pdf${query}`).buffer(true).parse(binary).expect(200)).body as Buffer
const binary = (response: object, done: (error: Error | null, body: Buffer) => void) => {
  const chunks: Buffer[] = []
  const stream = response as NodeJS.ReadableStream
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.on('end', () => done(null, Buffer.concat(chunks)))
}
async function verify(body: Buffer | string, type = 'application/json') {
  const reply = await stranger.post('/api/v1/certificates/verify').set('Content-Type', type).send(body)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body as { valid: boolean; certificateId: string; checks: { id: string; ok: boolean }[] }
}
const failing = ({ checks }: { checks: { id: string; ok: boolean }[] }) =>
  checks.filter(({ ok }) => !ok).map(({ id }) => id)

test('JSON, PDF and page of a certificate carry the same figures, and all of them are real', async () => {
  const { certificateId, serials } = await retire()
  const json = await jsonOf(buyer, certificateId)
  const { body: page } = await buyer.get(`/api/v1/certificates/${certificateId}/record`).expect(200)
  const pdf = await pdfOf(buyer, certificateId)
  const attached = JSON.parse(attachedJson(pdf) ?? '{}')

  expect(attached).toEqual(json)
  expect(json.credentialSubject).toMatchObject({ massG: '2500', beneficiary: said.beneficiary, certificateId })
  expect(page).toMatchObject({ own: true, record: { massG: 2_500, certificateId, beneficiary: said.beneficiary } })
  expect(page.record.serials.map(({ text }: { text: string }) => text)).toEqual(serials.map(({ text }) => text))
  expect(json.credentialSubject.serials[0]).toMatchObject({ from: String(serials[0]?.from), text: serials[0]?.text })

  for (const [body, type] of [
    [JSON.stringify(json), 'application/json'],
    [pdf, 'application/pdf'],
    [await pdfOf(buyer, certificateId, '?lang=en'), 'application/pdf'],
  ] as const) {
    expect(await verify(body, type)).toMatchObject({ valid: true, certificateId })
  }
})

test('a PDF has the same bytes however often it is drawn, by request or by job', async () => {
  const { certificateId } = await retire()
  const first = await pdfOf(buyer, certificateId)
  await pool.query('update certificate_rendering set bytes = null')
  expect((await pdfOf(buyer, certificateId)).equals(first)).toBe(true)
  await pool.query('delete from certificate_rendering')
  await renderMissing(app.deps)
  expect((await pdfOf(buyer, certificateId)).equals(first)).toBe(true)
})

test('one changed digit anywhere in the JSON is noticed, and the check is named', async () => {
  const { certificateId } = await retire()
  const text = JSON.stringify(await jsonOf(buyer, certificateId))
  const digits = [...text.matchAll(/\d/g)].map(({ index }) => index)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...digits), fc.integer({ min: 1, max: 9 }), async (at, step) => {
      const other = String((Number(text[at]) + step) % 10)
      const verdict = await verify(text.slice(0, at) + other + text.slice(at + 1))
      expect(verdict.valid).toBe(false)
      expect(failing(verdict).length).toBeGreaterThan(0)
    }),
    { numRuns: 60 },
  )
  const heavier = JSON.parse(text)
  heavier.credentialSubject.massG = '2501'
  expect(failing(await verify(JSON.stringify(heavier)))).toEqual(['signature', 'sum', 'figure.massG'])
})

test('one changed byte of a PDF is noticed', async () => {
  const { certificateId } = await retire()
  const pdf = await pdfOf(buyer, certificateId)
  const places = [200, Math.floor(pdf.length / 3), Math.floor(pdf.length / 2), pdf.length - 40]
  for (const at of places) {
    const other = Buffer.from(pdf)
    other[at] = (other[at] ?? 0) ^ 1
    expect(failing(await verify(other, 'application/pdf'))).not.toEqual([])
  }
})

test('what is no certificate is said to be none, without a fault', async () => {
  for (const body of ['{}', '[]', 'null', '{"credentialSubject":{"massG":5},"proof":[]}', 'not json', '']) {
    expect((await verify(body)).valid).toBe(false)
  }
  expect((await verify(Buffer.from('%PDF-1.7'), 'application/pdf')).valid).toBe(false)
  await stranger
    .post('/api/v1/certificates/verify')
    .set('Content-Type', 'application/pdf')
    .send(Buffer.alloc(5_000_001))
    .expect(413)
})

test('a name is public only once it was reviewed, and never when it is private or erased', async () => {
  const { id, certificateId } = await retire()
  const shown = async () => {
    const [page, listed, json] = await Promise.all([
      stranger.get(`/api/v1/certificates/${certificateId}/record`),
      stranger.get(`/api/v1/registry/retirements/${id}`),
      jsonOf(stranger, certificateId),
    ])
    return [page.body.beneficiaryText.ja, listed.body.beneficiary, json.credentialSubject.beneficiary]
  }
  expect(await shown()).toEqual(['非公開', null, undefined])
  expect((await stranger.get(`/api/v1/registry/search?q=${encodeURIComponent('髙﨑')}`)).body.retirements).toEqual([])
  const early = await jsonOf(stranger, certificateId)

  await buyer.post(`/api/v1/credits/retirements/${id}/name-review`).send({ decision: 'approved' }).expect(403)
  await operator.post(`/api/v1/credits/retirements/${id}/name-review`).send({ decision: 'approved' }).expect(201)
  expect(await shown()).toEqual([said.beneficiary, said.beneficiary, said.beneficiary])
  // What was handed out before still holds.
  expect((await verify(JSON.stringify(early))).valid).toBe(true)
  const named = await jsonOf(stranger, certificateId)

  await operator.post(`/api/v1/credits/retirements/${id}/erasure`).send({}).expect(201)
  expect(await shown()).toEqual(['非公開', null, undefined])
  expect((await buyer.get(`/api/v1/credits/retirements/${id}`)).body).toMatchObject({ beneficiary: null, massG: 2_500 })
  // The copy that somebody kept is still signed, and its grams are still the ledger's.
  expect(failing(await verify(JSON.stringify(named)))).toEqual([])

  const hidden = await retire({ publicName: false })
  await operator.post(`/api/v1/credits/retirements/${hidden.id}/name-review`).send({ decision: 'approved' }).expect(409)
})

test('after a new key old certificates are still real, and a stranger’s key is not', async () => {
  const { certificateId } = await retire()
  const before = await jsonOf(buyer, certificateId)
  await operator.post('/api/v1/certificates/keys').send({}).expect(201)
  const after = await jsonOf(buyer, (await retire()).certificateId)
  expect(after.proof.verificationMethod).not.toBe(before.proof.verificationMethod)
  expect((await verify(JSON.stringify(before))).valid).toBe(true)
  expect((await verify(JSON.stringify(after))).valid).toBe(true)
  const { body: did } = await stranger.get('/.well-known/did.json').expect(200)
  const keys = did.verificationMethod.map(({ id }: { id: string }) => id)
  expect(keys).toEqual(expect.arrayContaining([before.proof.verificationMethod, after.proof.verificationMethod]))

  // Signed now with a key that was retired before now.
  const late = { ...before, proof: { ...before.proof, created: new Date(Date.now() + 60_000).toISOString() } }
  expect(failing(await verify(JSON.stringify(late)))).toEqual(['key', 'signature'])
})

test('the address decides the form: suffix, Accept, or the page', async () => {
  const { certificateId } = await retire()
  const path = `/api/v1/certificates/${certificateId}`
  await stranger.get(path).set('Accept', 'text/html').expect(303).expect('Location', `/certificates/${certificateId}`)
  await stranger.get(path).set('Accept', 'application/pdf').expect('Content-Type', /pdf/).expect(200)
  await stranger.get(path).set('Accept', 'application/json').expect('Content-Type', /json/).expect(200)
  const badge = await stranger.get(`${path}.svg`).buffer(true).parse(binary).expect('Content-Type', /svg/).expect(200)
  expect(String(badge.body)).toContain('2.5 kg')
  await stranger.get('/api/v1/certificates/MW-C-2026-ZZZZZZZZ.pdf').expect(404)
})

test('long names, long titles and rare characters are all drawn', async () => {
  const long = await issue({ projectName: '森'.repeat(80) })
  const { certificateId } = await retire({
    lotId: long.id,
    beneficiary: '葛󠄀飾区立第一小学校'.repeat(10),
    note: 'A'.repeat(400),
  })
  const pdf = await pdfOf(buyer, certificateId)
  expect((await verify(pdf, 'application/pdf')).valid).toBe(true)
})

test('what a certificate cannot print is refused with the field and the character, before anything is taken', async () => {
  for (const path of ['retirement-previews', 'retirements']) {
    const { status, body } = await buyer
      .post(`/api/v1/credits/${path}`)
      .send({ lotId: lot.id, massG: 1, ...said, purpose: '森🌲を守る' })
    expect([status, body.code]).toEqual([422, 'request.invalid'])
    expect(body.errors).toMatchObject([{ pointer: '/purpose', messages: { ja: expect.stringContaining('🌲') } }])
  }
})

test('a previewed retirement changes nothing and takes what the real one then takes', async () => {
  const ask = { lotId: lot.id, massG: 700, ...said }
  const { body: preview } = await buyer.post('/api/v1/credits/retirement-previews').send(ask).expect(200)
  const before = (await buyer.get('/api/v1/credits/holdings').expect(200)).body
  expect((await retire({ massG: 700 })).serials).toEqual(preview.serials)
  const after = (await buyer.get('/api/v1/credits/holdings').expect(200)).body
  const held = (holdings: typeof before) => holdings.items.find((one: { lotId: string }) => one.lotId === lot.id).massG
  expect(held(after)).toBe(held(before) - 700)
  const refused = await buyer.post('/api/v1/credits/retirement-previews').send({ ...ask, massG: 9_000_000 })
  expect([refused.status, refused.body.code]).toEqual([409, 'credits.not-enough'])
})

test('a repeated retirement with one key happens once and says so', async () => {
  const key = randomUUID()
  const send = (massG: number) =>
    buyer
      .post('/api/v1/credits/retirements')
      .set('Idempotency-Key', key)
      .send({ lotId: lot.id, massG, ...said })
  const replies = await Promise.all(Array.from({ length: 20 }, () => send(100)))
  expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1)
  expect(replies.filter(({ headers }) => headers['idempotency-replayed']).length).toBe(19)
  expect((await send(101)).body.code).toBe('request.id-reused')
})

test('others neither see nor move what is not theirs', async () => {
  const { id } = await retire()
  await owner.get(`/api/v1/credits/retirements/${id}`).expect(404)
  await owner.post(`/api/v1/credits/retirements/${id}/notes`).send({ text: 'x' }).expect(404)
  await stranger
    .post('/api/v1/credits/retirements')
    .send({ massG: 1, ...said })
    .expect(401)
  const noted = await buyer.post(`/api/v1/credits/retirements/${id}/notes`).send({ text: '表彰式で使用' }).expect(201)
  expect(noted.body).toMatchObject({ beneficiary: said.beneficiary, notes: [{ text: '表彰式で使用' }] })
})
