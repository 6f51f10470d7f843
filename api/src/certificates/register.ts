import type { GramPlace, LifeStep, PublicCheckpoint, PublicRetirement } from '@morinowa/shared/certificates/contract.ts'
import { hex, utf8 } from '@morinowa/shared/certificates/bytes.ts'
import { consistencyPath, inclusionPath, leafHash } from '@morinowa/shared/certificates/merkle.ts'
import { CertificateId, RetirementId } from '@morinowa/shared/credits/ids.ts'
import { readableCode, readSerial, serialText } from '@morinowa/shared/credits/serials.ts'
import type { Bilingual } from '@morinowa/shared/kernel/text.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Grams } from '@morinowa/shared/kernel/units.ts'
import { lotById } from '../credits/ledger.ts'
import { lotsOfRegistrySerial } from '../forest/find-lots.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { nodesOf } from './follow-log.ts'
import { type CheckpointRow, checkpoints, leafOfEntry } from './log-store.ts'
import { publicRetirement, readCertificateId } from './show-certificate.ts'
import {
  gramOf,
  type LifeRow,
  lifeOf,
  lotsNamed,
  originOf,
  type RegisterLot,
  registerLot,
  retirementsWhere,
} from './store.ts'

const FOUND_AT_MOST = 20

/** Finds whatever somebody typed: a serial, a lot's code, a certificate's number, or a part of a name. */
export async function searchRegister(db: Queryable, q: string) {
  const serial = readSerial(q)
  if (serial) {
    const gram = await placeOfGram(db, serial.lot, serial.range.from)
    const retirements = gram?.retirementId ? await retirementsWhere(db, { id: gram.retirementId, limit: 1 }) : []
    return { gram, lots: gram ? [gram.lot] : [], retirements: retirements.map(publicRetirement) }
  }
  const certificateId = CertificateId.safeParse(readCertificateId(q)).data
  if (certificateId) {
    const found = await retirementsWhere(db, { certificateId, limit: 1 })
    return { gram: null, lots: [], retirements: found.map(publicRetirement) }
  }
  const [coded, numbered, named, retired] = await Promise.all([
    registerLot(db, readableCode(q)),
    lotsOfRegistrySerial(db, q, FOUND_AT_MOST).then((ids) => Promise.all(ids.map((id) => registerLot(db, id)))),
    lotsNamed(db, q, FOUND_AT_MOST),
    retirementsWhere(db, { text: q, limit: FOUND_AT_MOST }),
  ])
  const lots = [...numbered.filter((lot) => lot !== null), ...named]
  const once = [...new Map(lots.map((lot) => [lot.id, lot])).values()].slice(0, FOUND_AT_MOST)
  return { gram: null, lots: coded ? [coded] : once, retirements: retired.map(publicRetirement) }
}

async function placeOfGram(db: Queryable, lotName: string, gram: number): Promise<GramPlace | null> {
  const lot = await registerLot(db, lotName)
  const place = lot && (await gramOf(db, lot.id, gram))
  if (!lot || !place) return null
  return {
    ...place,
    lot,
    serial: serialText(lot.family, lot.code, { from: gram, to: gram + 1 }),
    retirementId: RetirementId.nullable().parse(place.retirementId),
    certificateId: CertificateId.nullable().parse(place.certificateId),
  }
}

/** One retirement by its id, its certificate's number or any serial that it took. */
export async function findRetirement(db: Queryable, serialOrId: string): Promise<PublicRetirement> {
  const id = RetirementId.safeParse(serialOrId.toLowerCase()).data
  const certificateId = CertificateId.safeParse(readCertificateId(serialOrId)).data
  const serial = readSerial(serialOrId)
  if (!id && !certificateId && !serial) return refuse('certificates.serial-unreadable', {}, '/params/serialOrId')
  const retirementId = id ?? (serial && (await placeOfGram(db, serial.lot, serial.range.from))?.retirementId)
  if (!retirementId && !certificateId) return refuse('certificates.retirement-missing')
  const [found] = await retirementsWhere(db, { id: retirementId ?? undefined, certificateId, limit: 1 })
  return found ? publicRetirement(found) : refuse('certificates.retirement-missing')
}

/** A lot's life, a page of its entries at a time; a behaviour lot begins with how its reductions came together. */
export async function lotLife(db: Queryable, idOrCode: string, after: number | null, limit: number) {
  const lot = (await registerLot(db, idOrCode)) ?? (await registerLot(db, readableCode(idOrCode)))
  if (!lot) return refuse('certificates.lot-missing')
  const [facts, found, origin] = await Promise.all([
    lotById(db, lot.id),
    lifeOf(db, lot.id, after ?? 0, limit + 1),
    after === null ? originOf(db, lot.id) : null,
  ])
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return {
    lot,
    rules: facts?.rules ?? [],
    items: [...(origin ? beginnings(origin) : []), ...shown.map((row) => stepOf(lot, row))],
    next: found.length > limit && last ? String(last.entry) : null,
  }
}

type Origin = NonNullable<Awaited<ReturnType<typeof originOf>>>

function beginnings(origin: Origin): LifeStep[] {
  const nothing = { serials: null, to: null, retirementId: null, certificateId: null }
  const verifier = origin.verifierName
  return [
    { step: 'gathered' as const, at: origin.gatheredAt, massG: origin.gatheredG as Grams, from: origin.ownerName },
    ...(origin.sampledAt ? [{ step: 'sampled' as const, at: origin.sampledAt, massG: null, from: verifier }] : []),
    ...(origin.signedAt
      ? [{ step: 'verified' as const, at: origin.signedAt, massG: origin.verifiedG as Grams | null, from: verifier }]
      : []),
  ].map((step) => ({ ...nothing, ...step }))
}

const STEPS = { genesis: 'issued', transfer: 'transferred', retire: 'retired', cancel: 'cancelled' } as const
const BUFFER: Bilingual = { ja: 'バッファー', en: 'buffer' }

function stepOf(lot: RegisterLot, row: LifeRow): LifeStep {
  const kind = row.kind as keyof typeof STEPS
  const range = row.lo === null ? { from: 0, to: lot.massG as number } : { from: row.lo, to: row.hi }
  // What goes to the buffer when a lot is issued has no receiving organisation.
  const receiver = kind === 'transfer' && row.act === 'issue' ? BUFFER.en : row.receiver
  return {
    step: STEPS[kind],
    at: row.at,
    massG: (range.to - range.from) as Grams,
    serials: { lotId: lot.id, ...range, text: serialText(lot.family, lot.code, range) },
    from: kind === 'genesis' ? null : (row.sender ?? BUFFER.en),
    to: kind === 'genesis' ? row.sender : kind === 'transfer' ? receiver : null,
    retirementId: RetirementId.nullable().parse(row.retirementId),
    certificateId: CertificateId.nullable().parse(row.certificateId),
  }
}

export function publicCheckpoint({ root, ...checkpoint }: CheckpointRow): PublicCheckpoint {
  return { ...checkpoint, root: root.toString('hex') }
}

/** That an entry is in the log, against its newest signed head. */
export async function proveEntry({ db }: Pick<Deps, 'db'>, entry: number) {
  const leaf = await leafOfEntry(db, entry)
  const [head] = await checkpoints(db, null, 1)
  if (!leaf || !head || leaf.index >= head.size) return refuse('certificates.entry-unlogged')
  const path = await inclusionPath(leaf.index, head.size, nodesOf(db))
  return { ...leaf, leafHash: hex(leafHash(utf8(leaf.leaf))), path: path.map(hex), checkpoint: publicCheckpoint(head) }
}

/** That the log of one size is the beginning of the log of another. */
export async function proveConsistency({ db }: Pick<Deps, 'db'>, { from, to }: { from: number; to: number }) {
  const [head] = await checkpoints(db, null, 1)
  if (!head || from > to || to > head.size) return refuse('certificates.not-a-checkpoint')
  return { from, to, path: (await consistencyPath(from, to, nodesOf(db))).map(hex) }
}
