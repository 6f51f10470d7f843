import { METHODS } from '@morinowa/shared/methodology/methods.ts'
import type { RegistryData } from '@morinowa/shared/methodology/registry.ts'
import type { Writer } from './municipalities.ts'
import { canonicalHash, seedRegistry } from './registry.ts'

type Reader = { query(text: string, values: unknown[]): Promise<{ rows: unknown[] }> }

/**
 * Writes factors, editions and methods that are not there yet. Repeating it changes nothing.
 * @throws Error when a row that is already published differs from the file: it needs a new version instead.
 */
export async function seedFactors(db: Reader & Writer): Promise<void> {
  const data = seedRegistry()
  await writeRegistry(db, data)
  await db.query(
    `insert into method (id, version, hash, document)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[]) on conflict do nothing`,
    [
      METHODS.map(({ id }) => id),
      METHODS.map(({ version }) => version),
      METHODS.map(canonicalHash),
      METHODS.map((document) => JSON.stringify(document)),
    ],
  )
  await refuseEdits(db, data)
}

/** Adds the rows and editions of a registry that are not there yet. */
export async function writeRegistry(
  db: Writer,
  { factors, sets }: Pick<RegistryData, 'factors' | 'sets'>,
): Promise<void> {
  const rows = factors.map(({ name, source, set, ...rest }) => ({
    ...rest,
    setId: set,
    nameJa: name.ja,
    nameEn: name.en,
    sourceTitle: source.title,
    sourcePublisher: source.publisher,
    sourceYear: source.year,
    sourceUrl: source.url,
    sourceLocator: source.locator,
  }))
  await db.query(
    `insert into factor
     select * from jsonb_to_recordset($1::jsonb) as given (
       id text, version integer, "setId" text, "scopeClass" text, scope text, category text, "nameJa" text,
       "nameEn" text, "valueMg" bigint, unit text, "uncertaintyBp" integer, region text, year integer,
       "sourceTitle" text, "sourcePublisher" text, "sourceYear" integer, "sourceUrl" text, "sourceLocator" text,
       verified boolean, "validFrom" date, "publishedAt" date, supersedes text, note text)
     on conflict do nothing`,
    [JSON.stringify(rows)],
  )
  await db.query(
    `insert into factor_set (id, name_ja, name_en, series, valid_from, valid_to, published_at, hash)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::date[], $8::text[])
     on conflict (id) do nothing`,
    [
      sets.map(({ id }) => id),
      sets.map(({ name }) => name.ja),
      sets.map(({ name }) => name.en),
      sets.map(({ series }) => series),
      sets.map(({ validFrom }) => validFrom),
      sets.map(({ validTo }) => validTo),
      sets.map(({ publishedAt }) => publishedAt),
      sets.map(({ hash }) => hash),
    ],
  )
  const members = sets.flatMap((set) => set.members.map((member) => ({ ...member, set: set.id })))
  await db.query(
    `insert into factor_set_member (set_id, factor_id, factor_version)
     select * from unnest($1::text[], $2::text[], $3::integer[]) on conflict do nothing`,
    [members.map(({ set }) => set), members.map(({ id }) => id), members.map(({ version }) => version)],
  )
}

/** The hashes cover every row of an edition, so comparing them is comparing the rows. */
async function refuseEdits(db: Reader, { sets, methods }: RegistryData): Promise<void> {
  const { rows } = await db.query(
    `select given.id from unnest($1::text[], $2::text[]) as given (id, hash) join factor_set using (id)
      where factor_set.hash <> given.hash
     union all
     select given.id from unnest($3::text[], $4::text[], $5::text[]) as given (id, version, hash)
       join method using (id, version)
      where method.hash <> given.hash`,
    [
      sets.map(({ id }) => id),
      sets.map(({ hash }) => hash),
      methods.map(({ id }) => id),
      methods.map(({ version }) => version),
      methods.map(({ hash }) => hash),
    ],
  )
  if (rows.length > 0)
    throw new Error(`published already and different: ${JSON.stringify(rows)}; give it a new version`)
}
