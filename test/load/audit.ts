import { createHash, generateKeyPairSync, hash, sign } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { multikey } from '@morinowa/shared/certificates/signature.ts'
import { canonical } from '../independent/credential-bytes.ts'
import { audit } from '../independent/recompute.ts'

// How long the independent verifier takes over a public export of a million entries: lots, transfers, retirements, their
// tree, a signed head every ten thousand, and the register's own statements beside them.

const ENTRIES = Number(process.env.AUDIT_ENTRIES ?? 1_000_000)
const HEAD_EVERY = 10_000
const ENTRIES_PER_LOT = 5_000

/** Writes an export, measures the audit of it and prints both. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'morinowa-audit-load-'))
  try {
    const file = join(folder, 'export.ndjson')
    await writeExport(file)
    const before = process.memoryUsage().rss
    const [start, cpu] = [performance.now(), process.cpuUsage()]
    const result = await audit(linesOf(`${file}.heads`, file))
    const seconds = (performance.now() - start) / 1_000
    if (result.faults.length > 0) throw new Error(JSON.stringify(result.faults.slice(0, 3)))
    console.log('audit', {
      entries: result.entries,
      checkpoints: result.checkpoints,
      seconds: seconds.toFixed(1),
      'CPU seconds': (process.cpuUsage(cpu).user / 1e6).toFixed(1),
      'entries/s': Math.round(result.entries / seconds),
      'memory MB': Math.round((process.memoryUsage().rss - before) / 1e6),
      goal: '≤ 30 s for 1,000,000',
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function* linesOf(...files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) {
    yield* createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }) })
  }
}

async function writeExport(file: string): Promise<void> {
  const out = createWriteStream(file, { highWaterMark: 1 << 22 })
  const write = async (value: object) => {
    if (!out.write(`${JSON.stringify(value)}\n`)) await once(out, 'drain')
  }
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const [keyId, name, signedAt] = ['key-load', 'localhost/log', '2026-11-22T00:00:00.000Z']
  const key = { id: keyId, publicKeyMultibase: multikey(raw), createdAt: signedAt, retiredAt: null }
  await write({ key })
  const hint = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(1), raw]), 'buffer').subarray(0, 4)

  const tree = new Leaves()
  const heads: object[] = []
  const retirements: object[] = []
  const balances = new Map<string, number>()
  let entry = 0
  const leaf = async (facts: object) => {
    entry += 1
    const text = canonical({ v: 1, entry: String(entry), at: signedAt, ...facts })
    const digest = hash('sha256', Buffer.concat([Buffer.of(0), Buffer.from(text)]), 'buffer')
    await write({ index: tree.size, hash: digest.toString('hex'), leaf: text })
    tree.append(digest)
    if (tree.size % HEAD_EVERY === 0 || tree.size === ENTRIES) {
      const root = tree.root()
      const note = `${name}\n${tree.size}\n${root.toString('base64')}\ntime ${signedAt}\n`
      const signed = Buffer.concat([hint, sign(null, Buffer.from(note), privateKey)]).toString('base64')
      heads.push({
        size: tree.size,
        root: root.toString('hex'),
        signedAt,
        keyId,
        note: `${note}\n— ${name} ${signed}\n`,
      })
    }
    return String(entry)
  }

  let operation = 0
  const owner = id(0)
  for (let lot = 1; tree.size < ENTRIES; lot++) {
    const massG = ENTRIES_PER_LOT * 100
    const lotId = id(lot)
    const issued = {
      code: 'AAAAAAAA',
      family: 'j-credit',
      massG: String(massG),
      bufferG: '0',
      unitG: '1',
      vintage: '2026',
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
      projectName: `森 ${lot}`,
      municipalityCode: '04212',
      registrySerials: [],
    }
    const holding = String(lot * ENTRIES_PER_LOT * 2)
    operation += 1
    await leaf({
      operation: String(operation),
      act: 'issue',
      kind: 'genesis',
      holding,
      account: owner,
      lot: lotId,
      origin: '0',
      issued,
    })
    let lo = 0
    for (let n = 1; n < ENTRIES_PER_LOT && tree.size < ENTRIES; n++) {
      operation += 1
      const step = { operation: String(operation), lot: lotId, from: String(lo), to: String(lo + 100) }
      // Every tenth range changes hands first, which takes two entries.
      if (n % 10 === 0 && tree.size + 2 <= ENTRIES) {
        const parent = await leaf({ ...step, act: 'transfer', kind: 'transfer', holding, account: owner })
        const { from, to: _, ...rest } = step
        const child = String(lot * ENTRIES_PER_LOT * 2 + n)
        const buyer = id(1_000_000 + (n % 50))
        await leaf({ ...rest, act: 'transfer', kind: 'genesis', holding: child, account: buyer, origin: from, parent })
        balances.set(`${buyer} ${lotId}`, (balances.get(`${buyer} ${lotId}`) ?? 0) + 100)
      } else {
        const retirement = {
          id: id(2_000_000 + operation),
          certificateId: `MW-C-2026-${String(operation).padStart(8, '0')}`,
          statementDigest: 'ab'.repeat(32),
        }
        await leaf({ ...step, act: 'retire', kind: 'retire', holding, account: owner, retirement })
        retirements.push({ ...retirement, family: 'j-credit', massG: 100 })
      }
      lo += 100
    }
    balances.set(`${owner} ${lotId}`, massG - lo)
  }
  // An export tells its heads first.
  await writeFile(`${file}.heads`, heads.map((checkpoint) => `${JSON.stringify({ checkpoint })}\n`).join(''))
  for (const retirement of retirements) await write({ retirement })
  for (const [where, massG] of balances) {
    const [account, lot] = where.split(' ')
    if (massG > 0) await write({ balance: { account, lot, massG } })
  }
  out.end()
  await finished(out)
}

class Leaves {
  size = 0
  readonly #whole: Buffer[] = []
  append(leaf: Buffer): void {
    let node = leaf
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) node = both(this.#whole.pop() as Buffer, node)
    this.#whole.push(node)
    this.size += 1
  }
  root(): Buffer {
    return this.#whole.reduceRight((right, left) => both(left, right))
  }
}

const both = (left: Buffer, right: Buffer): Buffer =>
  createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest()

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
