import { LotId } from '@morinowa/shared/credits/ids.ts'
import type { Statement } from '@morinowa/shared/forest/official-contract.ts'
import type { Difference } from '@morinowa/shared/forest/reconcile.ts'
import { Day } from '@morinowa/shared/kernel/calendar.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// Statements of the outside registries' accounts, and what they are held against.

const StatedLotRow = z.object({
  lotId: LotId,
  projectName: z.string(),
  unitG: z.int(),
  massG: z.int(),
  serials: z.string(),
  retired: z.array(z.string()),
})

/** An organisation's lots, with what of each was retired at the registry up to a day. */
export function statedLots(tx: Tx, organisationId: OrganisationId, day: string) {
  return tx.many(rows(StatedLotRow)`
    select f.lot_id as "lotId", p.name as "projectName", f.unit_g as "unitG", f.mass_g as "massG", f.serials,
           array(select o.serials from official_retirement o
                  where o.lot_id = f.lot_id and o.retired_on <= ${day} order by o.number) as retired
      from forest_lot f join forest_project p on p.id = f.project_id
     where f.organisation_id = ${organisationId} and f.proof <> 'refused'
     order by f.lot_id
     limit 5000`)
}

const Newest = z.object({ newest: Day.nullable() })

/** The day of an organisation's newest statement, with everybody else who brings one waiting. */
export async function lockNewestStatement(tx: Tx, organisationId: OrganisationId): Promise<string | null> {
  await tx.run(sql`select from organisation where id = ${organisationId} for no key update`)
  const { newest } = await tx.one(rows(Newest)`
    select max(issued_on) as newest from registry_statement where organisation_id = ${organisationId}`)
  return newest
}

export type NewStatement = {
  id: string
  organisationId: OrganisationId
  issuedOn: string
  holder: string
  accountNumber: string | null
  digest: Buffer
  lines: number
  differences: readonly Difference[]
  held: readonly { lotId: string; heldG: number }[]
  importedBy: string
  importedAt: string
}

export async function recordStatement(tx: Tx, one: NewStatement): Promise<void> {
  await tx.run(sql`
    insert into registry_statement (id, organisation_id, issued_on, holder, account_number, digest, lines, differences,
                                    imported_by, imported_at)
    values (${one.id}, ${one.organisationId}, ${one.issuedOn}, ${one.holder}, ${one.accountNumber}, ${one.digest},
            ${one.lines}, ${JSON.stringify(one.differences)}::jsonb, ${one.importedBy}, ${one.importedAt})`)
  await tx.run(sql`
    insert into registry_statement_lot (lot_id, statement_id, held_g)
    select lot, ${one.id}, held
      from unnest(${one.held.map(({ lotId }) => lotId)}::uuid[], ${one.held.map(({ heldG }) => heldG)}::bigint[])
             as h (lot, held)`)
}

const StatementRow = z
  .object({
    id: z.uuid(),
    organisationName: z.string(),
    issuedOn: Day,
    holder: z.string(),
    accountNumber: z.string().nullable(),
    lines: z.int(),
    differences: z.array(z.unknown()),
    importedAt: z.string(),
  })
  .transform((row) => ({ ...row, agrees: row.differences.length === 0 }) as Statement)

/** Statements, newest first. */
export function statements(
  db: Queryable,
  filter: {
    id?: string | undefined
    organisationId?: OrganisationId | undefined
    before?: string | undefined
    limit: number
  },
): Promise<Statement[]> {
  const { id = null, organisationId = null, before = null, limit } = filter
  return db.many(rows(StatementRow)`
    select s.id, o.name as "organisationName", s.issued_on as "issuedOn", s.holder, s.account_number as "accountNumber",
           s.lines, s.differences, s.imported_at as "importedAt"
      from registry_statement s join organisation o on o.id = s.organisation_id
     where (${id}::uuid is null or s.id = ${id})
       and (${organisationId}::uuid is null or s.organisation_id = ${organisationId})
       and (${before}::uuid is null or s.id < ${before})
     order by s.id desc
     limit ${limit}`)
}
