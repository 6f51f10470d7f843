import { NameReview } from '@morinowa/shared/credits/contract.ts'
import { CertificateId, LotId, type RetirementId } from '@morinowa/shared/credits/ids.ts'
import { serialText } from '@morinowa/shared/credits/serials.ts'
import { RetiredSerials, RetirementRecord } from '@morinowa/shared/certificates/record.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Bilingual } from '@morinowa/shared/kernel/text.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// Records ----------------------------------------------------------------------------------------------------------------

const RecordRow = z
  .object({
    ...RetirementRecord.omit({ serials: true, salt: true, statementDigest: true, entries: true }).shape,
    accountId: OrganisationId,
    nameReview: NameReview,
    salt: z.instanceof(Buffer).nullable(),
    statementDigest: z.instanceof(Buffer),
    taken: z.array(z.object({ ...RetiredSerials.omit({ text: true }).shape, code: z.string(), entry: z.int() })),
  })
  .transform(
    ({ accountId, nameReview, salt, statementDigest, taken, ...row }): KnownRetirement => ({
      accountId,
      nameReview,
      record: {
        ...row,
        entries: taken.map(({ entry }) => entry),
        salt: salt?.toString('hex') ?? null,
        statementDigest: statementDigest.toString('hex'),
        serials: taken.map(({ code, entry: _, ...serials }) => ({
          ...serials,
          text: serialText(row.family, code, serials),
        })),
      },
    }),
  )

/** A retirement with everything that is said about it, and who may read it all. */
export type KnownRetirement = { accountId: OrganisationId; nameReview: NameReview; record: RetirementRecord }

export type RetirementFilter = {
  id?: string | undefined
  certificateId?: string | undefined
  family?: string | undefined
  lotId?: string | undefined
  /** Beneficiaries that anyone may read, holders and purposes that contain this. */
  text?: string | undefined
  before?: string | undefined
  limit: number
}

/** Retirements, newest first. */
export function retirementsWhere(db: Queryable, filter: RetirementFilter): Promise<KnownRetirement[]> {
  const { id = null, certificateId = null, family = null, lotId = null, text = null, before = null, limit } = filter
  const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  return db.many(rows(RecordRow)`
    select r.id, r.certificate_id as "certificateId", r.account_id as "accountId", r.family, r.mass_g as "massG",
           r.retired_at as "retiredAt", s.holder, s.beneficiary, s.purpose, s.place, s.place_code as "placeCode",
           s.period_from as "periodFrom", s.period_to as "periodTo", s.note, s.public_name as "publicName", s.salt,
           r.statement_digest as "statementDigest", name_review_of(s) as "nameReview",
           (select json_agg(json_build_object(
                     'entry', e.id, 'lotId', e.lot_id, 'code', l.code, 'from', e.lo, 'to', e.hi, 'scheme', l.scheme,
                     'methodology', l.methodology, 'projectName', l.project_name,
                     'municipalityCode', l.municipality_code, 'vintage', l.vintage,
                     'registrySerials', l.registry_serials) order by e.id)
              from ledger_entry e join lot l on l.id = e.lot_id
             where e.operation_id = r.operation_id and e.kind = 'retire') as taken
      from retirement r join retirement_statement s on s.retirement_id = r.id
     where (${id}::uuid is null or r.id = ${id})
       and (${certificateId}::text is null or r.certificate_id = ${certificateId})
       and (${family}::text is null or r.family = ${family})
       and (${lotId}::uuid is null or exists (
             select from ledger_entry e where e.operation_id = r.operation_id and e.lot_id = ${lotId} and e.kind = 'retire'))
       and (${like}::text is null or s.holder ilike ${like} or s.purpose ilike ${like}
            or (s.beneficiary ilike ${like} and name_review_of(s) = 'approved'))
       and (${before}::uuid is null or r.id < ${before})
     order by r.id desc
     limit ${limit}`)
}

/** A municipality after its prefecture, as a certificate names it; null for a code that no longer stands for one. */
export function municipalityName(db: Queryable, code: string): Promise<Bilingual | null> {
  return db.maybe(rows(Bilingual)`
    select p.name_ja || coalesce(m.county_ja, '') || m.name_ja as ja, m.name_en || ', ' || p.name_en as en
      from municipality m join prefecture p on p.code = m.prefecture_code where m.code = ${code}`)
}

const Unrendered = z.object({ certificateId: CertificateId })

/** Retirements of which nothing was signed yet, oldest first. */
export async function unsignedCertificates(db: Queryable, limit: number): Promise<CertificateId[]> {
  const found = await db.many(rows(Unrendered)`
    select r.certificate_id as "certificateId" from retirement r
     where not exists (select from certificate_document d where d.retirement_id = r.id)
     order by r.id
     limit ${limit}`)
  return found.map(({ certificateId }) => certificateId)
}

// Signed documents -------------------------------------------------------------------------------------------------------

const DocumentRow = z.object({ document: z.string() })

export async function documentOf(db: Queryable, id: RetirementId, contentHash: Buffer): Promise<string | null> {
  const found = await db.maybe(rows(DocumentRow)`
    select document from certificate_document where retirement_id = ${id} and content_hash = ${contentHash}`)
  return found?.document ?? null
}

/** Keeps a signed document; when another process was faster, its document is the one. */
export async function recordDocument(
  tx: Tx,
  row: { retirementId: RetirementId; contentHash: Buffer; document: string; keyId: string; signedAt: string },
): Promise<void> {
  await tx.run(sql`
    insert into certificate_document (retirement_id, content_hash, document, key_id, signed_at)
    values (${row.retirementId}, ${row.contentHash}, ${row.document}, ${row.keyId}, ${row.signedAt})
    on conflict do nothing`)
}

/** Forgets documents and pictures that say more than may still be said; their hashes stay. */
export async function forgetOtherThan(tx: Tx, id: RetirementId, contentHashes: readonly Buffer[]): Promise<void> {
  await tx.run(sql`
    delete from certificate_document where retirement_id = ${id} and content_hash <> all (${contentHashes}::bytea[])`)
  await tx.run(sql`
    update certificate_rendering set bytes = null
     where retirement_id = ${id} and content_hash <> all (${contentHashes}::bytea[]) and bytes is not null`)
}

export type RenderingKey = { retirementId: RetirementId; contentHash: Buffer; language: string; edition: number }

const RenderingRow = z.object({ bytes: z.instanceof(Buffer).nullable() })

export async function renderingOf(db: Queryable, key: RenderingKey): Promise<Buffer | null> {
  const found = await db.maybe(rows(RenderingRow)`
    select bytes from certificate_rendering
     where retirement_id = ${key.retirementId} and content_hash = ${key.contentHash} and language = ${key.language}
       and edition = ${key.edition}`)
  return found?.bytes ?? null
}

export async function recordRendering(db: Tx, key: RenderingKey, sha256: Buffer, bytes: Buffer): Promise<void> {
  await db.run(sql`
    insert into certificate_rendering (retirement_id, content_hash, language, edition, sha256, bytes)
    values (${key.retirementId}, ${key.contentHash}, ${key.language}, ${key.edition}, ${sha256}, ${bytes})
    on conflict (retirement_id, content_hash, language, edition) do update set bytes = excluded.bytes
     where certificate_rendering.sha256 = excluded.sha256`)
}

const Known = z.object({ known: z.boolean() })

/** Whether a PDF of this hash was given out for this retirement. */
export async function wasRendered(db: Queryable, id: RetirementId, sha256: Buffer): Promise<boolean> {
  const { known } = await db.one(rows(Known)`
    select exists (select from certificate_rendering where retirement_id = ${id} and sha256 = ${sha256}) as known`)
  return known
}

// Keys -------------------------------------------------------------------------------------------------------------------

const KeyRow = z.object({
  id: z.string(),
  publicKey: z.instanceof(Buffer),
  secret: z.instanceof(Buffer),
  createdAt: z.string(),
  retiredAt: z.string().nullable(),
})
export type KeyRow = z.infer<typeof KeyRow>

/** Every key that ever signed, oldest first. */
export function signingKeys(db: Queryable): Promise<KeyRow[]> {
  return db.many(rows(KeyRow)`
    select id, public_key as "publicKey", secret, created_at as "createdAt", retired_at as "retiredAt"
      from signing_key order by created_at, id limit 1000`)
}

/** Two processes that both find no key make one: the second waits here and finds the first one's. */
export async function lockKeys(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('signing_key', 20261122))`)
}

export async function replaceActiveKey(
  tx: Tx,
  key: { id: string; publicKey: Buffer; secret: Buffer; createdAt: string },
): Promise<void> {
  await tx.run(sql`
    update signing_key set retired_at = greatest(created_at, ${key.createdAt}) where retired_at is null`)
  await tx.run(sql`
    insert into signing_key (id, public_key, secret, created_at)
    values (${key.id}, ${key.publicKey}, ${key.secret}, ${key.createdAt})`)
}

// The register -----------------------------------------------------------------------------------------------------------

const RegisterLotRow = z
  .object({
    id: LotId,
    code: z.string(),
    family: RetirementRecord.shape.family,
    projectName: z.string(),
    ownerName: z.string(),
    vintage: z.int(),
    massG: RetirementRecord.shape.massG,
  })
  .transform((lot) => ({ ...lot, serials: serialText(lot.family, lot.code, { from: 0, to: lot.massG }) }))
export type RegisterLot = z.output<typeof RegisterLotRow>

/** A lot by its id or its code. */
export function registerLot(db: Queryable, idOrCode: string): Promise<RegisterLot | null> {
  const id = z.uuid().safeParse(idOrCode).data ?? null
  return db.maybe(rows(RegisterLotRow)`
    select l.id, l.code, l.family, l.project_name as "projectName", o.name as "ownerName", l.vintage, l.mass_g as "massG"
      from lot l join organisation o on o.id = l.owner_id
     where case when ${id}::uuid is null then l.code = ${idOrCode} else l.id = ${id} end`)
}

/** Every lot after one, oldest first. */
export function everyLot(db: Queryable, after: string, limit: number): Promise<RegisterLot[]> {
  return db.many(rows(RegisterLotRow)`
    select l.id, l.code, l.family, l.project_name as "projectName", o.name as "ownerName", l.vintage, l.mass_g as "massG"
      from lot l join organisation o on o.id = l.owner_id
     where l.id > ${after}
     order by l.id
     limit ${limit}`)
}

/** Lots whose project, scheme or owner contains a text. */
export function lotsNamed(db: Queryable, text: string, limit: number): Promise<RegisterLot[]> {
  const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  return db.many(rows(RegisterLotRow)`
    select l.id, l.code, l.family, l.project_name as "projectName", o.name as "ownerName", l.vintage, l.mass_g as "massG"
      from lot l join organisation o on o.id = l.owner_id
     where l.project_name ilike ${like} or o.name ilike ${like} or l.scheme ilike ${like}
        or array_to_string(l.registry_serials, ' ') ilike ${like}
     order by l.id desc
     limit ${limit}`)
}

const GramRow = z.object({
  state: z.enum(['held', 'buffer', 'retired', 'cancelled']),
  holder: z.string(),
  transfers: z.int(),
  retirementId: z.string().nullable(),
  certificateId: z.string().nullable(),
})

/** Where one gram of a lot is or ended. */
export function gramOf(db: Queryable, lotId: LotId, gram: number) {
  return db.maybe(rows(GramRow)`
    with path as (
      select *, count(*) over () as steps, row_number() over () as step from gram_path(${lotId}, ${gram}))
    select case when p.kind = 'retire' then 'retired' when p.kind = 'cancel' then 'cancelled'
                when a.kind = 'buffer' then 'buffer' else 'held' end as state,
           coalesce(o.name, '') as holder, (p.steps - 1)::int as transfers, p.retirement_id as "retirementId",
           r.certificate_id as "certificateId"
      from path p
      join credit_account a on a.id = p.account_id
      left join organisation o on o.id = p.account_id
      left join retirement r on r.id = p.retirement_id
     where p.step = p.steps`)
}

const LifeRow = z.object({
  entry: z.int(),
  act: z.string(),
  kind: z.string(),
  at: z.string(),
  lo: z.int().nullable(),
  hi: z.int(),
  sender: z.string().nullable(),
  receiver: z.string().nullable(),
  retirementId: z.string().nullable(),
  certificateId: z.string().nullable(),
})
export type LifeRow = z.infer<typeof LifeRow>

/** What happened to a lot, entry by entry, after the entry `after`; beginnings of later holdings are left out. */
export function lifeOf(db: Queryable, lotId: LotId, after: number, limit: number): Promise<LifeRow[]> {
  return db.many(rows(LifeRow)`
    select e.id as entry, op.kind as act, e.kind, op.at, e.lo, e.hi, sender.name as sender, receiver.name as receiver,
           e.retirement_id as "retirementId", r.certificate_id as "certificateId"
      from ledger_entry e
      join ledger_operation op on op.id = e.operation_id
      join holding h on h.id = e.holding_id
      left join organisation sender on sender.id = h.account_id
      left join organisation receiver on receiver.id = op.to_account
      left join retirement r on r.id = e.retirement_id
     where e.lot_id = ${lotId} and e.id > ${after} and (e.kind <> 'genesis' or h.parent_id is null)
     order by e.id
     limit ${limit}`)
}

const OriginRow = z.object({
  gatheredAt: z.string(),
  sampledAt: z.string().nullable(),
  signedAt: z.string().nullable(),
  gatheredG: z.int(),
  verifiedG: z.int().nullable(),
  ownerName: z.string(),
  verifierName: z.string().nullable(),
})

/** How the reductions of a behaviour lot came together. */
export function originOf(db: Queryable, lotId: LotId) {
  return db.maybe(rows(OriginRow)`
    select b.created_at as "gatheredAt", b.sampled_at as "sampledAt", b.signed_at as "signedAt",
           b.gathered_g as "gatheredG", b.verified_g as "verifiedG", o.name as "ownerName", v.name as "verifierName"
      from lot l
      join credit_batch b on b.id = l.batch_id
      join organisation o on o.id = b.owner_id
      left join organisation v on v.id = b.signed_for
     where l.id = ${lotId}`)
}

const CsvRow = z.object({
  id: z.string(),
  lotCode: z.string(),
  projectName: z.string(),
  owner: z.string(),
  periodFrom: z.string().nullable(),
  periodTo: z.string().nullable(),
  vintage: z.int(),
  issuedAt: z.string(),
  family: RetirementRecord.shape.family,
  lotMassG: z.int(),
  scheme: z.string(),
  methodology: z.string(),
  registrySerials: z.array(z.string()),
  transfers: z.int(),
  retiredAt: z.string(),
  from: z.int(),
  to: z.int(),
  leftG: z.int(),
  certificateId: z.string(),
  holder: z.string(),
  beneficiary: z.string().nullable(),
  purpose: z.string(),
})
export type CsvRow = z.infer<typeof CsvRow>

/** Retired ranges as the register's table has them, oldest first, after the entry `after`. */
export function retiredRanges(
  db: Queryable,
  {
    after,
    family = null,
    lotId = null,
    limit,
  }: { after: number; family?: string | null; lotId?: string | null; limit: number },
): Promise<(CsvRow & { entry: number })[]> {
  return db.many(rows(CsvRow.extend({ entry: z.int() }))`
    select e.id as entry, r.id, l.code as "lotCode", l.project_name as "projectName", o.name as owner,
           l.period_from as "periodFrom", l.period_to as "periodTo", l.vintage, l.issued_at as "issuedAt", l.family,
           l.mass_g as "lotMassG", l.scheme, l.methodology, l.registry_serials as "registrySerials",
           (select (count(*) - 1)::int from gram_path(l.id, e.lo)) as transfers, r.retired_at as "retiredAt",
           e.lo as from, e.hi as to,
           (select coalesce(sum(h.hi - h.lo), 0)::bigint from holding h where h.lot_id = l.id and h.live) as "leftG",
           r.certificate_id as "certificateId", s.holder, s.purpose,
           case when name_review_of(s) = 'approved' then s.beneficiary end as beneficiary
      from ledger_entry e
      join retirement r on r.id = e.retirement_id
      join retirement_statement s on s.retirement_id = r.id
      join lot l on l.id = e.lot_id
      join organisation o on o.id = l.owner_id
     where e.kind = 'retire' and e.id > ${after}
       and (${family}::text is null or l.family = ${family}) and (${lotId}::uuid is null or l.id = ${lotId})
     order by e.id
     limit ${limit}`)
}
