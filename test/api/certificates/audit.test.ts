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

// Every kind of line, every field of it ------------------------------------------------------------------------------------------

/** Something else of the same kind: a digit, a letter or a moment more. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (value === null) return '2020-01-01T00:00:00.000Z'
  if (Array.isArray(value)) return [...value, 'x']
  if (typeof value !== 'string') return 'x'
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return '2099-01-01T00:00:00.000Z'
  return /^\d+$/.test(value) ? String(Number(value) + 1) : `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`
}

/** How a fault may call a line of each kind. */
const NAMES: Record<string, (value: Leaf) => RegExp> = {
  key: ({ id }) => new RegExp(`^(key ${id}|key |checkpoint|keys)`),
  checkpoint: ({ size }) => new RegExp(`^checkpoint (${size}|${Number(size) + 1})`),
  retirement: ({ id }) => new RegExp(`^retirement (${id}|${String(other(id))})`),
  balance: ({ account, lot }) => new RegExp(`^balance .*(${account}|${lot})`),
  batch: ({ id, carriedInto }) => new RegExp(`^batch (${id}|${String(other(id))}|${carriedInto})`),
  official: ({ lot }) => new RegExp(`^(official retirement|reserve) .*lot (${lot}|${String(other(lot))})`),
  reserve: ({ lot }) => new RegExp(`^reserve of lot (${lot}|${String(other(lot))})`),
}

test('whichever field of whichever line is altered, the line is named', async () => {
  const { rows } = await pool.query(`select id from lot order by id limit 1`)
  const batchLot = rows[0].id as string
  const batch = {
    id: randomUUID(),
    lot: batchLot,
    verifiedG: 999_990,
    carriedInG: 10,
    deductedG: 0,
    carriedG: 0,
    carriedInto: null,
  }
  const earlier = {
    id: randomUUID(),
    lot: null,
    verifiedG: 12,
    carriedInG: 0,
    deductedG: 2,
    carriedG: 10,
    carriedInto: batch.id,
  }
  const officials = [
    { lot: batchLot, number: 1, fromG: 0, toG: 10_000, serials: 'JCL-1', retiredOn: '2026-11-01', document: '通知1' },
    {
      lot: batchLot,
      number: 2,
      fromG: 10_000,
      toG: 20_000,
      serials: 'JCL-2',
      retiredOn: '2026-11-02',
      document: '通知2',
    },
  ]
  const reserve = { lot: batchLot, retiredG: 21_000, officialG: 20_000, backedG: 20_000, dueG: 1_000 }
  const whole = [
    ...clean,
    ...[batch, earlier].map((one) => JSON.stringify({ batch: one })),
    ...officials.map((one) => JSON.stringify({ official: one })),
    JSON.stringify({ reserve }),
  ]
  expect(await named(whole)).toEqual([])

  // Words of an outside registry are its own: the log can only say that they are there.
  const outside = new Set(['official.serials', 'official.document', 'official.retiredOn'])
  const tried = new Set<string>()
  for (const [at, line] of whole.entries()) {
    const [kind = '', value] = Object.entries(JSON.parse(line) as Record<string, Leaf>)[0] ?? []
    if (isRow(line) || !value) continue
    for (const field of Object.keys(value)) {
      // A batch that was carried on whole is known by nothing but its own line.
      if (kind === 'batch' && field === 'id' && value.lot === null) continue
      const emptied = outside.has(`${kind}.${field}`)
      const changed = { [kind]: { ...value, [field]: emptied ? '' : other(value[field]) } }
      const faults = await named(whole.toSpliced(at, 1, JSON.stringify(changed)))
      expect([kind, field, faults.some((fault) => NAMES[kind]?.(value).test(fault))]).toEqual([kind, field, true])
      tried.add(`${kind}.${field}`)
    }
    const without = await named(whole.toSpliced(at, 1))
    // A head that nobody has seen may be left out; a batch is missed where the leaf of its lot names it.
    if (kind !== 'checkpoint' && kind !== 'batch')
      expect([kind, 'taken away', without.length > 0]).toEqual([kind, 'taken away', true])
  }
  expect([...tried].map((one) => one.split('.')[0])).toEqual(expect.arrayContaining(Object.keys(NAMES)))
})

test('whichever field of a leaf is altered, with its hash written anew, the rows between two heads are named', async () => {
  const rowsNow = rowsOf(clean)
  const tried = new Set<string>()
  for (const row of rowsNow) {
    const leaf = JSON.parse(row.leaf) as Leaf
    for (const field of Object.keys(leaf)) {
      if (tried.has(`${leaf.kind}.${field}`)) continue
      tried.add(`${leaf.kind}.${field}`)
      const changed = { ...leaf, [field]: other(leaf[field]) } as Leaf
      const careless = await named(
        clean.map((line) =>
          line === JSON.stringify(row) ? JSON.stringify({ ...row, leaf: JSON.stringify(changed) }) : line,
        ),
      )
      expect(careless.join('\n')).toMatch(new RegExp(`row ${row.index} .*(was altered|is not canonical)`))
      const hash = createHash('sha256').update('\0').update(JSON.stringify(changed)).digest('hex')
      const careful = await named(
        clean.map((line) =>
          line === JSON.stringify(row) ? JSON.stringify({ ...row, hash, leaf: JSON.stringify(changed) }) : line,
        ),
      )
      const [, from = '', to = ''] = /one of the rows (\d+) to (\d+) was altered/.exec(careful.join('\n')) ?? []
      expect([field, Number(from) <= row.index && row.index <= Number(to)]).toEqual([field, true])
    }
  }
  expect(tried.size).toBeGreaterThan(30)
})
