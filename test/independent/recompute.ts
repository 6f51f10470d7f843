import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import { fromBase58, isCanonical, signedCredentialBytes } from './credential-bytes.ts'
import { type Fault, type LeafFacts, Replay } from './replay.ts'

// The auditor's arithmetic; audit.ts is the program around it.

export type { Fault }

export type Audit = {
  entries: number
  checkpoints: number
  lots: number
  issuedG: number
  heldG: number
  retiredG: number
  cancelledG: number
  /** Grams by `account lot`, recomputed. */
  balances: ReadonlyMap<string, number>
  /** Empty when everything holds. */
  faults: readonly Fault[]
}

/** What the auditor may know besides the export. */
export type Evidence = {
  /** The published DID document; without it the keys inside the export are believed. */
  did?: { verificationMethod: readonly { id: string; publicKeyMultibase: string; revoked?: string }[] }
  /** Checkpoints seen elsewhere or earlier: the log must still contain each. */
  seen?: readonly CheckpointLine[]
  /** Certificates to hold against the log. */
  certificates?: readonly Certificate[]
}

export type CheckpointLine = { size: number; root: string; signedAt: string; keyId: string; note: string }
type KeyLine = { id: string; publicKeyMultibase: string; createdAt: string; retiredAt: string | null }
export type Line = Partial<{
  key: KeyLine
  checkpoint: CheckpointLine
  index: number
  hash: string
  leaf: string
  retirement: { id: string; certificateId: string; family: string; massG: number; statementDigest: string }
  balance: { account: string; lot: string; massG: number }
  batch: Batch
  official: OfficialLine
  reserve: ReserveLine
}>
/** Units that an outside registry retired, and the part of their lot's retired grams that they stand behind. */
type OfficialLine = {
  lot: string
  number: number
  fromG: number
  toG: number
  serials: string
  retiredOn: string
  document: string
}
type ReserveLine = { lot: string; retiredG: number; officialG: number; backedG: number; dueG: number }
type Batch = {
  id: string
  lot: string | null
  verifiedG: number
  carriedInG: number
  deductedG: number
  carriedG: number
  carriedInto: string | null
}
export type Certificate = {
  proof: { verificationMethod: string; proofValue: string }
  credentialSubject: {
    id: string
    certificateId: string
    massG: string
    statementDigest: string
    entries: string[]
    serials: { lotId: string; from: string; to: string }[]
  }
}

/** Recomputes everything that an export says. */
export async function audit(lines: AsyncIterable<string> | Iterable<string>, evidence: Evidence = {}): Promise<Audit> {
  const faults: Fault[] = []
  const report = (what: string, why: string) => {
    if (faults.length < MOST_FAULTS) faults.push({ what, why })
  }
  const [keys, checkpoints] = [new Map<string, KeyLine>(), new Map<number, CheckpointLine>()]
  const batches: Batch[] = []
  const officials: OfficialLine[] = []
  const reserves: ReserveLine[] = []
  const replay = new Replay(report)
  const tree = new Tree()
  const roots = new Map<number, string>()
  let number = 0
  for await (const text of lines) {
    number += 1
    const line = parsed<Line>(text)
    if (!line) report(`line ${number}`, 'is not JSON')
    else if (line.key) keys.set(line.key.id, line.key)
    else if (line.checkpoint) {
      if (checkpoints.has(line.checkpoint.size)) report(`checkpoint ${line.checkpoint.size}`, 'is there twice')
      checkpoints.set(line.checkpoint.size, line.checkpoint)
    } else if (line.leaf !== undefined) {
      takeLeaf(line, tree, replay, report)
      if (checkpoints.has(tree.size)) roots.set(tree.size, tree.root())
    } else if (line.retirement) replay.compareRetirement(line.retirement)
    else if (line.balance) replay.compareBalance(line.balance)
    else if (line.batch) batches.push(line.batch)
    else if (line.official) officials.push(line.official)
    else if (line.reserve) reserves.push(line.reserve)
    else report(`line ${number}`, 'says nothing that is known')
  }
  compareKeys(keys, evidence, report)
  const ordered = [...checkpoints.values()].sort((a, b) => a.size - b.size)
  checkCheckpoints(ordered, keys, roots, tree.size, report)
  for (const old of evidence.seen ?? []) {
    const now = checkpoints.get(old.size)
    if (now?.note !== old.note)
      report(`checkpoint ${old.size}`, now ? 'is another one than was seen before' : 'was seen before and is gone')
  }
  checkBatches(batches, replay, report)
  checkOfficials(officials, reserves, replay, report)
  const totals = replay.finish()
  for (const certificate of evidence.certificates ?? []) checkCertificate(certificate, keys, replay, report)
  return { entries: tree.size, checkpoints: ordered.length, ...totals, faults }
}

const MOST_FAULTS = 100
type Report = (what: string, why: string) => void

function takeLeaf(line: Line, tree: Tree, replay: Replay, report: Report): void {
  const text = line.leaf ?? ''
  const facts = parsed<LeafFacts>(text)
  const name = `row ${line.index}${facts ? ` (entry ${facts.entry})` : ''}`
  if (line.index !== tree.size)
    report(name, `stands where row ${tree.size} should be: rows are missing, added or swapped`)
  const digest = hash('sha256', Buffer.concat([LEAF, Buffer.from(text)]), 'buffer')
  if (digest.toString('hex') !== line.hash) report(name, 'does not hash to what was logged: it was altered')
  tree.append(digest)
  if (!facts || !isCanonical(facts, text)) return report(name, 'is not canonical JSON')
  replay.take(facts, name)
}

export function parsed<T>(text: string): T | null {
  try {
    return JSON.parse(text) as T
  } catch {
    return null
  }
}

// The tree of RFC 6962, from left to right: the hashes of whole subtrees, largest first ----------------------------------------

const [LEAF, NODE] = [Buffer.of(0), Buffer.of(1)]

class Tree {
  size = 0
  readonly #whole: Buffer[] = []

  append(leaf: Buffer): void {
    let node = leaf
    // As many subtrees become one as the old size has ones at its end.
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) node = pair(this.#whole.pop() as Buffer, node)
    this.#whole.push(node)
    this.size += 1
  }

  root(): string {
    return (
      this.#whole.length === 0
        ? hash('sha256', '', 'buffer')
        : this.#whole.reduceRight((right, left) => pair(left, right))
    ).toString('hex')
  }
}

function pair(left: Buffer, right: Buffer): Buffer {
  return hash('sha256', Buffer.concat([NODE, left, right]), 'buffer')
}

// Keys and checkpoints -----------------------------------------------------------------------------------------------------------

function compareKeys(keys: ReadonlyMap<string, KeyLine>, { did }: Evidence, report: Report): void {
  if (keys.size === 0) report('keys', 'are missing')
  if (!did) return
  const published = new Map(did.verificationMethod.map((one) => [one.id.split('#')[1], one]))
  for (const { id, publicKeyMultibase, retiredAt } of keys.values()) {
    const known = published.get(id)
    if (known?.publicKeyMultibase !== publicKeyMultibase) report(`key ${id}`, 'is not the one that did.json publishes')
    else if ((known.revoked ?? null) !== retiredAt)
      report(`key ${id}`, 'was retired at another time than did.json says')
  }
}

/** Each is signed, and each is the root over the beginning of the same rows: so each is consistent with the one before. */
function checkCheckpoints(
  ordered: readonly CheckpointLine[],
  keys: ReadonlyMap<string, KeyLine>,
  roots: ReadonlyMap<number, string>,
  size: number,
  report: Report,
): void {
  const newest = ordered.at(-1)
  if ((newest?.size ?? 0) !== size) {
    report(
      `checkpoint ${newest?.size ?? 0}`,
      `is the newest, but there are ${size} rows: rows or checkpoints are missing`,
    )
  }
  const good = ordered.map((one) => roots.get(one.size) === one.root)
  const lastGood = good.lastIndexOf(true)
  for (const [n, one] of ordered.entries()) {
    const why = brokenSignature(one, keys.get(one.keyId))
    if (why) report(`checkpoint ${one.size}`, why)
    // A later root that holds shows that the rows are the ones that were signed, so this root was changed.
    else if (!good[n] && n < lastGood) report(`checkpoint ${one.size}`, 'is signed over other rows than the later ones')
  }
  const first = ordered[lastGood + 1]
  if (first) {
    const from = ordered[lastGood]?.size ?? 0
    report(
      `checkpoint ${first.size}`,
      `is not the root over its rows: one of the rows ${from} to ${first.size - 1} was altered, added, taken away or moved, or the checkpoint was`,
    )
  }
}

const A_MINUTE_MS = 60_000

/** Why a checkpoint is not what its key signed; nothing when it is. */
function brokenSignature({ size, root, signedAt, note }: CheckpointLine, key: KeyLine | undefined): string | null {
  if (!key) return 'names a key that is not published'
  const [text, signature, ...more] = note.split('\n\n')
  const [origin, noteSize, noteRoot, time, ...rest] = (text ?? '').split('\n')
  const [, name = '', signed = ''] = /^— (\S+) (\S+)\n$/.exec(signature ?? '') ?? []
  if (more.length > 0 || rest.length > 0 || !origin) return 'is not a signed note'
  if (Number(noteSize) !== size || Buffer.from(noteRoot ?? '', 'base64').toString('hex') !== root)
    return 'says something else than its note'
  if (time !== `time ${signedAt}`) return 'was signed at another time than it says'
  const bytes = Buffer.from(signed, 'base64')
  const raw = rawKey(key.publicKeyMultibase)
  if (!raw) return 'is signed with a key that cannot be read'
  const hint = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(1), raw]), 'buffer').subarray(0, 4)
  if (!bytes.subarray(0, 4).equals(hint)) return 'names another key than it is said to be signed with'
  if (!verify(null, Buffer.from(`${text}\n`), keyObject(raw), bytes.subarray(4)))
    return 'has a signature that does not hold'
  if (Date.parse(signedAt) < Date.parse(key.createdAt) - A_MINUTE_MS) return 'was signed before its key was made'
  // Clocks of two processes may differ; a key that was retired long ago signs nothing new.
  const late = key.retiredAt !== null && Date.parse(signedAt) > Date.parse(key.retiredAt) + A_MINUTE_MS
  return late ? 'was signed with a key that had been retired' : null
}

/** The 32 bytes of an Ed25519 multikey. */
function rawKey(multibase: string): Buffer | null {
  const bytes = fromBase58(multibase)
  return bytes?.length === 34 && bytes[0] === 0xed && bytes[1] === 0x01 ? bytes.subarray(2) : null
}

function keyObject(raw: Buffer): KeyObject {
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') } })
}

// Batches and certificates -------------------------------------------------------------------------------------------------------

/** Verified + carried in = lot + carried on + deducted, and what is carried in is what others carried on. */
function checkBatches(batches: readonly Batch[], replay: Replay, report: Report): void {
  const told = new Set(batches.map(({ id }) => id))
  for (const [lot, id] of replay.batches()) {
    if (!told.has(id)) report(`batch ${id}`, `is missing, but lot ${lot} was issued from it`)
  }
  const arriving = new Map<string, number>()
  for (const { carriedInto, carriedG } of batches) {
    if (carriedInto) arriving.set(carriedInto, (arriving.get(carriedInto) ?? 0) + carriedG)
  }
  for (const { id, lot, verifiedG, carriedInG, deductedG, carriedG, carriedInto } of batches) {
    const lotG = lot === null ? 0 : replay.issuedIn(lot)
    const batch = lot === null ? undefined : replay.batchOf(lot)
    if (lotG === undefined) report(`batch ${id}`, `has a lot ${lot} that the log does not know`)
    else if (batch !== undefined && batch !== id)
      report(`batch ${id}`, `has lot ${lot}, which the log has from batch ${batch}`)
    else if (verifiedG + carriedInG !== lotG + deductedG + carriedG) {
      report(
        `batch ${id}`,
        `verified ${verifiedG} g + carried in ${carriedInG} g, but ${lotG} g are its lot, ${deductedG} g deducted and ${carriedG} g carried on (I13)`,
      )
    }
    if (carriedInto !== null && carriedG === 0)
      report(`batch ${id}`, `carries nothing on, but into ${carriedInto} (I13)`)
    if ((arriving.get(id) ?? 0) !== carriedInG)
      report(`batch ${id}`, `took up ${carriedInG} g, but ${arriving.get(id) ?? 0} g were carried on to it (I13)`)
  }
}

/** Official retirements follow each other without a gap or a number twice, and cover the log's retired grams in order. */
function checkOfficials(
  officials: readonly OfficialLine[],
  reserves: readonly ReserveLine[],
  replay: Replay,
  report: Report,
): void {
  const standing = new Map<string, { number: number; toG: number; serials: Set<string> }>()
  for (const { lot, number, fromG, toG, serials, retiredOn, document } of officials) {
    const name = `official retirement ${number} of lot ${lot}`
    const before = standing.get(lot) ?? { number: 0, toG: 0, serials: new Set<string>() }
    const issuedG = replay.issuedIn(lot)
    if (issuedG === undefined) report(name, 'is of a lot that the log does not know')
    else if (toG > issuedG) report(name, `covers ${toG} g of a lot of ${issuedG} g (I16)`)
    if (number !== before.number + 1) report(name, `follows number ${before.number}`)
    if (fromG !== before.toG || toG <= fromG)
      report(name, `covers grams ${fromG} to ${toG}, the one before ended at ${before.toG} (I16)`)
    if (before.serials.has(serials)) report(name, `retires ${serials} a second time (I16)`)
    if (!serials || !document || Number.isNaN(Date.parse(retiredOn)))
      report(name, 'does not say its serials, its day and its document')
    standing.set(lot, { number, toG, serials: before.serials.add(serials) })
  }
  for (const { lot, retiredG, officialG, backedG, dueG } of reserves) {
    const [counted, official] = [replay.retiredIn(lot), standing.get(lot)?.toG ?? 0]
    const name = `reserve of lot ${lot}`
    if (retiredG !== counted) report(name, `says ${retiredG} g retired, the entries give ${counted} g (I16)`)
    if (officialG !== official)
      report(name, `says ${officialG} g officially retired, the notices give ${official} g (I16)`)
    if (backedG !== Math.min(counted, official) || dueG !== Math.max(0, counted - official))
      report(name, `says ${backedG} g backed and ${dueG} g due, which is not what the entries and notices give (I16)`)
    standing.delete(lot)
  }
  for (const lot of standing.keys()) report(`reserve of lot ${lot}`, 'is missing')
}

function checkCertificate(
  certificate: Certificate,
  keys: ReadonlyMap<string, KeyLine>,
  replay: Replay,
  report: Report,
): void {
  const { proof, credentialSubject: said } = certificate
  const name = `certificate ${said?.certificateId}`
  const raw = rawKey(keys.get(proof?.verificationMethod.split('#')[1] ?? '')?.publicKeyMultibase ?? '')
  const signature = fromBase58(proof?.proofValue ?? '')
  if (!raw || !signature || !verify(null, signedCredentialBytes(certificate), keyObject(raw), signature)) {
    report(name, 'has a signature that does not hold: it was altered')
  }
  const logged = replay.retirement(said.id.replace('urn:uuid:', ''))
  if (!logged) return report(name, 'is of a retirement that the log does not know')
  const serials = (list: readonly { lotId: string; from: string; to: string }[]) =>
    list
      .map(({ lotId, from, to }) => `${lotId} ${from}-${to}`)
      .sort()
      .join()
  const same =
    logged.certificateId === said.certificateId &&
    String(logged.massG) === said.massG &&
    logged.statementDigest === said.statementDigest &&
    [...logged.entries].sort().join() === [...said.entries].sort().join() &&
    serials(logged.serials) === serials(said.serials)
  if (!same) report(name, 'says something else than the log')
}
