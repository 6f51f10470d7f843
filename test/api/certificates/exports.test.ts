import { randomUUID } from 'node:crypto'
import { cancelFromBuffer, issueLot, retire, transfer } from '@morinowa/api/credits/ledger.ts'
import { exportCadTrust } from '@morinowa/api/certificates/export-cad-trust.ts'
import { CadTrustExport } from '@morinowa/shared/certificates/cad-trust.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'
import { logEverything } from '../../support/follow.ts'

const app = await startApp()
const { agent, database, signIn } = app
const { db } = database
const owner = await signIn('creditOwner')
const ownerId = OrganisationId.parse((await owner.get('/api/v1/me')).body.acting.id)
const buyer = await signIn('buyer')
const buyerId = OrganisationId.parse((await buyer.get('/api/v1/me')).body.acting.id)
const LONG = '𠮷野川源流の森づくりと水源かん養のための間伐促進プロジェクト'.padEnd(80, '髙')
const EVIL = '</script><img src=x onerror=alert(1)>'

let lotId: string
beforeAll(async () => {
  const issue = (projectName: string, methodology: string) =>
    db.transaction((tx) =>
      issueLot(tx, {
        key: randomUUID(),
        ownerId,
        family: 'j-credit',
        massG: 2_000_000,
        bufferG: 200_000,
        unitG: 1_000_000,
        vintage: 2023,
        projectName,
        municipalityCode: '04212',
        scheme: 'J-クレジット制度',
        methodology,
        registrySerials: ['JCL-1〜JCL-2'],
      }),
    )
  const first = await issue(LONG, 'FO-001')
  lotId = first.id
  await issue(EVIL, 'AG-005')
  await db.transaction((tx) =>
    transfer(tx, {
      key: randomUUID(),
      fromOrganisationId: ownerId,
      toOrganisationId: buyerId,
      lotId: first.id,
      massG: 300_001,
    }),
  )
  for (const massG of [1, 20_000]) {
    await db.transaction((tx) =>
      retire(tx, {
        key: randomUUID(),
        organisationId: buyerId,
        massG,
        retirement: { beneficiary: '株式会社ひみつ', purpose: `式典 ${EVIL}`, publicName: true },
      }),
    )
  }
  await db.transaction((tx) => cancelFromBuffer(tx, { key: randomUUID(), lotId: first.id, massG: 7, reason: '焼失' }))
  await logEverything(app.deps)
})

describe('the register in CAD Trust’s tables', () => {
  test('has the model’s fields and nothing else, and every reference leads somewhere', async () => {
    const { body } = await agent.get('/api/v1/registry/exports/cad-trust.json').expect(200)
    const out = CadTrustExport.parse(body)
    const ids = (list: readonly object[], name: string) =>
      new Set(list.map((row) => (row as Record<string, string>)[name]))
    for (const { cadTrustProgramId } of out.project)
      expect(ids(out.program, 'cadTrustProgramId')).toContain(cadTrustProgramId)
    for (const row of out.issuance) {
      expect(ids(out.verification, 'cadTrustVerificationId')).toContain(row.cadTrustVerificationId)
      expect(ids(out.projectMethodology, 'cadTrustProjectMethodologyId')).toContain(row.cadTrustProjectMethodologyId)
      expect(ids(out.location, 'cadTrustLocationId')).toContain(row.cadTrustLocationId)
    }
    for (const row of out.projectMethodology) {
      expect(ids(out.project, 'cadTrustProjectId')).toContain(row.cadTrustProjectId)
      expect(ids(out.methodology, 'cadTrustMethodologyId')).toContain(row.cadTrustMethodologyId)
    }
    for (const row of out.unit) expect(ids(out.issuance, 'cadTrustIssuanceId')).toContain(row.cadTrustIssuanceId)
    expect(out.project.map(({ projectName }) => projectName)).toContain(LONG)
    expect(ids(out.unit, 'cadTrustUnitId').size).toBe(out.unit.length)
  })

  test('counts every gram of a lot once', async () => {
    const { body } = await agent.get('/api/v1/registry/exports/cad-trust.json').expect(200)
    const units = CadTrustExport.parse(body).unit.filter((one) => one.cadTrustIssuanceId === lotId)
    const sum = (status: string) =>
      Math.round(
        units.filter((one) => one.unitStatus === status).reduce((total, one) => total + one.unitCount, 0) * 1e6,
      )
    expect({ held: sum('Held'), buffer: sum('Buffer'), retired: sum('Retired'), cancelled: sum('Cancelled') }).toEqual({
      held: 1_779_999,
      buffer: 199_993,
      retired: 20_001,
      cancelled: 7,
    })
  })

  test('names no beneficiary whose name was not reviewed', async () => {
    const { text } = await agent.get('/api/v1/registry/exports/cad-trust.json').expect(200)
    expect(text).not.toContain('ひみつ')
  })

  test('says the same ids every time', async () => {
    const read = async () => {
      let text = ''
      for await (const piece of exportCadTrust(app.deps)) text += piece
      return CadTrustExport.parse(JSON.parse(text))
    }
    const [a, b] = [await read(), await read()]
    expect({ ...a, exportedAt: '' }).toEqual({ ...b, exportedAt: '' })
  })
})

describe('the copy that needs no server', () => {
  test('is one file to keep, in the reader’s language, in which no text ends a script', async () => {
    const { text, headers } = await agent.get('/api/v1/registry/snapshot.html?lang=en').expect(200)
    expect(headers['content-disposition']).toContain('morinowa-register.html')
    expect(text.match(/<\/script>/g)).toHaveLength(2)
    expect(text).toContain('<html lang="en">')
    expect(text).not.toContain('ひみつ')
    expect(text).not.toMatch(/https?:\/\/(?!127\.0\.0\.1|localhost|www\.w3)[^"\\ ]*\.(js|css)/)
  })
})

test('a number of the registry is found inside the range that was imported', async () => {
  const block = 9_000 + Math.floor(performance.now() % 900)
  await owner
    .post('/api/v1/forest/lots')
    .send({
      family: 'j-credit',
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
      projectName: `番号で探す ${block}`,
      municipalityCode: '04212',
      vintage: 2023,
      serials: `JCL-${block}-001〜JCL-${block}-010`,
      massG: 10_000_000,
      statement: { issuedOn: '2026-04-01', holder: '登米市' },
    })
    .expect(201)
  for (const q of [`JCL-${block}-007`, `ＪＣＬ－${block}－００７`, `JCL-${block}-3〜JCL-${block}-4`]) {
    const { body } = await agent.get(`/api/v1/registry/search?q=${encodeURIComponent(q)}`).expect(200)
    expect(body.lots.map(({ projectName }: { projectName: string }) => projectName)).toEqual([`番号で探す ${block}`])
  }
  const { body } = await agent.get(`/api/v1/registry/search?q=JCL-${block}-011`).expect(200)
  expect(body.lots).toEqual([])
})
