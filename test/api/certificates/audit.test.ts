import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cancelFromBuffer, issueLot, retire, transfer } from '@morinowa/api/credits/ledger.ts'
import { root } from '@morinowa/api/platform/root.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { beforeAll, expect, test } from 'vitest'
import { audit, type Evidence } from '../../independent/audit.ts'
import { startApp } from '../../support/app.ts'
import { logEverything } from '../../support/follow.ts'

const app = await startApp()
const { pool, db } = app.database

async function organisation(name: string): Promise<OrganisationId> {
  const id = OrganisationId.parse(randomUUID())
  await pool.query(`insert into organisation (id, name, kind) values ($1, $2, 'buyer')`, [id, name])
  return id
}

const [forest, shop, stranger] = [await organisation('森'), await organisation('店'), await organisation('他')]
const said = { beneficiary: '二十歳の集い', purpose: '式', publicName: false }
const issue = () =>
  db.transaction((tx) =>
    issueLot(tx, {
      key: randomUUID(),
      ownerId: forest,
      family: 'j-credit',
      massG: 1_000_000,
      bufferG: 100_000,
      unitG: 1_000_000,
      vintage: 2023,
      projectName: '森',
      municipalityCode: '04212',
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
    }),
  )
const sell = (massG: number) =>
  db.transaction((tx) => transfer(tx, { key: randomUUID(), fromOrganisationId: forest, toOrganisationId: shop, massG }))
const use = (massG: number) =>
  db.transaction((tx) => retire(tx, { key: randomUUID(), organisationId: shop, massG, retirement: said }))

let clean: string[]
let evidence: Evidence
let certificateId: string
let lotId: string
beforeAll(async () => {
  const lot = await issue()
  lotId = lot.id
  await sell(300_000)
  await logEverything(app.deps)
  ;({ certificateId } = await use(20_000))
  await logEverything(app.deps)
  await sell(5_000)
  await use(1_000)
  await issue()
  await db.transaction((tx) => cancelFromBuffer(tx, { key: randomUUID(), lotId: lot.id, massG: 7, reason: 'x' }))
  await logEverything(app.deps)
  clean = await exported()
  const [did, heads, certificate] = await Promise.all([
    app.agent.get('/.well-known/did.json').then(({ text }) => JSON.parse(text)),
    app.agent.get('/api/v1/registry/checkpoints').then(({ body }) => body),
    app.agent.get(`/api/v1/certificates/${certificateId}.json`).then(({ text }) => JSON.parse(text)),
  ])
  evidence = { did, seen: heads.items, certificates: [certificate] }
})

async function exported(): Promise<string[]> {
  const { text } = await app.agent
    .get('/api/v1/registry/export')
    .buffer(true)
    .parse((reply, done) => {
      let all = ''
      reply.on('data', (chunk) => {
        all += chunk
      })
      reply.on('end', () => done(null, all))
    })
    .expect(200)
    .then(({ body }) => ({ text: body as string }))
  return text.trimEnd().split('\n')
}

test('a true export passes, and its sums are the ledger’s', async () => {
  const result = await audit(clean, evidence)
  expect(result.faults).toEqual([])
  // A round that had to wait for somebody else's transaction signs a head of its own.
  expect(result.checkpoints).toBeGreaterThanOrEqual(3)
  expect(result).toMatchObject({
    lots: 2,
    issuedG: 2_000_000,
    heldG: 1_978_993,
    retiredG: 21_000,
    cancelledG: 7,
  })
  const { rows } = await pool.query<{ key: string; g: string }>(
    `select account_id || ' ' || lot_id as key, sum(hi - lo) as g from holding where live group by 1`,
  )
  expect(result.balances).toEqual(new Map(rows.map(({ key, g }) => [key, Number(g)])))
})

test('the export names no person', () => {
  expect(clean.join('\n')).not.toContain(said.beneficiary)
})

type Leaf = { [key: string]: string }
type Row = { index: number; hash: string; leaf: string }
const isRow = (line: string) => line.startsWith('{"index"')
const rowsOf = (lines: readonly string[]) => lines.filter(isRow).map((line) => JSON.parse(line) as Row)
const entryOf = (row: Row | undefined) => (JSON.parse(row?.leaf ?? '{}') as Leaf).entry
const kindOf = (row: Row) => (JSON.parse(row.leaf) as Leaf).kind

/** Changes a leaf; a careful forger writes the hash anew. */
function forged(kind: string, change: (leaf: Leaf) => Leaf, careful: boolean): { lines: string[]; row: Row } {
  const row = rowsOf(clean).find((one) => kindOf(one) === kind) as Row
  const leaf = JSON.stringify(change(JSON.parse(row.leaf)))
  const hash = careful ? createHash('sha256').update('\0').update(leaf).digest('hex') : row.hash
  return {
    row,
    lines: clean.map((line) =>
      isRow(line) && JSON.parse(line).index === row.index ? JSON.stringify({ ...row, hash, leaf }) : line,
    ),
  }
}

const named = async (lines: readonly string[], with_: Evidence = evidence) => {
  const { faults } = await audit(lines, with_)
  return faults.map(({ what, why }) => `${what}: ${why}`)
}

test.each([
  ['amount', 'retire', (leaf: Leaf) => ({ ...leaf, to: String(Number(leaf.to) + 1) })],
  ['owner', 'retire', (leaf: Leaf) => ({ ...leaf, account: stranger })],
  ['receiver', 'genesis', (leaf: Leaf) => ({ ...leaf, account: stranger })],
])('an altered %s is found in its row, whether or not its hash was altered too', async (_, kind, change) => {
  const careless = forged(kind, change, false)
  expect(await named(careless.lines)).toContainEqual(
    `row ${careless.row.index} (entry ${entryOf(careless.row)}): does not hash to what was logged: it was altered`,
  )
  const careful = await named(forged(kind, change, true).lines)
  expect(careful.some((fault) => /^checkpoint \d+: is not the root over its rows/.test(fault))).toBe(true)
  expect(careful.some((fault) => /^(row|balance|retirement)/.test(fault))).toBe(true)
})

test('a missing entry is named by the row that follows', async () => {
  const at = clean.findIndex((line) => isRow(line) && kindOf(JSON.parse(line)) === 'retire')
  const { index } = JSON.parse(clean[at] as string) as Row
  expect((await named(clean.toSpliced(at, 1))).join('\n')).toMatch(
    new RegExp(`row ${index + 1} .*stands where row ${index} should be`),
  )
})

test('a log cut at its end is not the log that was signed', async () => {
  const last = clean.findLastIndex(isRow)
  expect((await named(clean.toSpliced(last, 1)))[0]).toMatch(/^checkpoint \d+: is the newest, but there are/)
})

test('swapped entries are named, by their place and by the tree', async () => {
  const at = clean.findIndex(isRow) + 3
  const [a, b] = [clean[at] as string, clean[at + 1] as string]
  expect((await named(clean.toSpliced(at, 2, b, a))).join('\n')).toMatch(/row 4 .*stands where row 3 should be/)
  const moved = [JSON.parse(b), JSON.parse(a)].map((row: Row, n) => JSON.stringify({ ...row, index: 3 + n }))
  expect((await named(clean.toSpliced(at, 2, ...moved))).join('\n')).toMatch(
    /checkpoint \d+: is not the root over its rows/,
  )
})

const altered = (kind: string, change: (value: Leaf) => object, n = 0): string[] => {
  const at = clean.map((line, index) => [line, index] as const).filter(([line]) => line.startsWith(`{"${kind}"`))[
    n
  ]?.[1]
  const value = JSON.parse(clean[at as number] as string)[kind] as Leaf
  return clean.toSpliced(at as number, 1, JSON.stringify({ [kind]: change(value) }))
}
const heads = () => clean.filter((line) => line.startsWith('{"checkpoint"')).map((line) => JSON.parse(line).checkpoint)

test('an altered checkpoint is named', async () => {
  const { size } = heads()[1]
  const faults = await named(
    altered('checkpoint', (one) => ({ ...one, root: '0'.repeat(64) }), 1),
    {},
  )
  expect(faults).toEqual([`checkpoint ${size}: says something else than its note`])
})

test('an altered signature is named', async () => {
  const { size } = heads()[1]
  const change = (one: Leaf) => ({ ...one, note: (one.note ?? '').replace(/(.{12})=?=?\n$/, 'AAAAAAAAAA==\n') })
  const faults = await named(altered('checkpoint', change, 1), {})
  expect(faults).toEqual([`checkpoint ${size}: has a signature that does not hold`])
})

test('a checkpoint that was shown before and is gone is missed', async () => {
  const { size } = heads()[1]
  const without = clean.filter((line) => !line.includes(`{"checkpoint":{"size":${size},`))
  expect(without).toHaveLength(clean.length - 1)
  expect(await named(without)).toEqual([`checkpoint ${size}: was seen before and is gone`])
})

test('another key than the published one is named', async () => {
  const faults = await named(altered('key', (key) => ({ ...key, publicKeyMultibase: 'z6Mkwrong' })))
  expect(faults[0]).toMatch(/^key key-.*: is not the one that did.json publishes/)
})

test('a certificate with another tonnage, or resigned words, is named', async () => {
  const [certificate] = evidence.certificates ?? []
  if (!certificate) throw new Error('no certificate')
  const more = { ...certificate, credentialSubject: { ...certificate.credentialSubject, massG: '21000' } }
  expect(await named(clean, { ...evidence, certificates: [more] })).toEqual([
    `certificate ${certificateId}: has a signature that does not hold: it was altered`,
    `certificate ${certificateId}: says something else than the log`,
  ])
})

test.each([
  [
    'amount of a retirement',
    `update retirement set mass_g = mass_g + 1 where certificate_id = $1`,
    () => certificateId,
  ],
  ['owner of a holding', `update holding set account_id = '${stranger}' where account_id = $1`, () => shop],
  ['entry', `update ledger_entry set hi = hi + 1 where kind = 'cancel' and lot_id = $1`, () => lotId],
])('an altered %s in the database no longer agrees with the log', async (_, statement, value) => {
  const client = await pool.connect()
  const change = async (text: string) => {
    await client.query(`begin; set local session_replication_role = replica`)
    await client.query(text, [value()])
    await client.query('commit')
  }
  try {
    await change(statement)
    expect((await named(await exported()))[0]).toMatch(/^(retirement|balance) /)
  } finally {
    const undo = {
      '+ 1 where': '- 1 where',
      [`'${stranger}' where account_id = $1`]: `$1 where account_id = '${stranger}'`,
    }
    await change(Object.entries(undo).reduce((text, [from, to]) => text.replace(from, to), statement))
    client.release()
  }
  expect(await named(await exported())).toEqual([])
})

test('the program ends with 0 for a true address, and with 1 and a name for a false file', async () => {
  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(
        process.execPath,
        ['scripts/run.mjs', 'test/independent/audit.ts', ...args],
        { cwd: root() },
        (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
      )
    })
  const good = await run(`http://127.0.0.1:${new URL(app.url).port}/api/v1/registry/export`)
  expect(good.err).toBe('')
  expect(good).toMatchObject({ code: 0, out: expect.stringContaining('Everything holds.') })

  const folder = await mkdtemp(join(tmpdir(), 'morinowa-audit-'))
  try {
    const { lines, row } = forged('retire', (leaf) => ({ ...leaf, to: '99' }), false)
    await writeFile(join(folder, 'export.ndjson'), `${lines.join('\n')}\n`)
    const bad = await run(join(folder, 'export.ndjson'))
    expect(bad.code).toBe(1)
    expect(bad.err).toContain(`BROKEN row ${row.index} (entry ${entryOf(row)})`)
  } finally {
    await rm(folder, { recursive: true })
  }
}, 60_000)
