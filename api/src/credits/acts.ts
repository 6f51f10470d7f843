import { Family } from '@morinowa/shared/credits/families.ts'
import { CertificateId, LotId, RetirementId } from '@morinowa/shared/credits/ids.ts'
import { type SaidStatement, statementSaid } from '@morinowa/shared/credits/retirement-statement.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type OnceKey, type Queryable, rows } from '../platform/db.ts'
import { commitmentTo, digestOfRetirement, digestOfTransfer, wholeGrams } from './act-digest.ts'
import type { RetireAsk, TransferAsk } from './act-asks.ts'
import { printed, type Retirement, type Transfer } from './ledger.ts'

// Retirements and transfers in the plainest way: whatever is asked at one moment is done in one durable statement.

/** One of several acts that go together. The receiver makes it a transfer, what is said a retirement. */
export type Act = {
  key: string
  /** The request that asks for it, if that may be repeated; its key is then `keyOf` this. */
  once: OnceKey | undefined
  account: OrganisationId
  lotId: LotId | null
  family: Family | null
  massG: number
  request: Buffer
} & ({ receiver: OrganisationId } | { said: SaidStatement; salt: Buffer; digest: Buffer })

export function transferAct(ask: TransferAsk, once: OnceKey | undefined): Act {
  const { key, fromOrganisationId: account, toOrganisationId: receiver, lotId = null, family = null, massG } = ask
  return { key, once, account, lotId, family, massG: wholeGrams(massG), request: digestOfTransfer(ask), receiver }
}

export function retirementAct(ask: RetireAsk, once: OnceKey | undefined): Act {
  const { key, organisationId: account, lotId = null, family = null, massG } = ask
  const said = statementSaid(ask.retirement)
  const request = digestOfRetirement(ask, said)
  return { key, once, account, lotId, family, massG: wholeGrams(massG), request, said, ...commitmentTo(said) }
}

const Taken = z.object({
  at: z.string().transform((text) => new Date(text).toISOString()),
  retirement: RetirementId.nullable(),
  certificate: CertificateId.nullable(),
  lotId: LotId,
  code: z.string(),
  family: Family,
  from: z.int(),
  to: z.int(),
  firstHand: z.boolean(),
})
/** What was taken for one act. */
export type Taken = z.infer<typeof Taken>

const One = z.object({ taken: Taken.nullable() })
const n = z.int()
const OneOfMany = z.discriminatedUnion('outcome', [
  Taken.extend({ n, outcome: z.literal('done') }),
  z.object({ n, outcome: z.literal('alone') }),
  z.object({ n, outcome: z.literal('refused'), held: z.int() }),
])

/**
 * Does several acts in one durable statement. Each has its own outcome, in the order asked: what was taken, the refusal of
 * more than there is, or null when nothing was done and it has to be asked alone, because its key was used before, a rule
 * stands in the way, or several holdings have to pay.
 */
export async function actTogether(db: Queryable, acts: readonly Act[]): Promise<(Taken | Refusal | null)[]> {
  const [only, ...others] = acts
  return only && others.length === 0 ? [await actOne(db, only)] : actMany(db, acts)
}

async function actOne(db: Queryable, act: Act): Promise<Taken | null> {
  const { key, request, once, account, lotId, family, massG } = act
  const receiver = 'receiver' in act ? act.receiver : null
  const { said = null, salt = null, digest = null } = 'said' in act ? act : {}
  const one = await db.one(rows(One)`
    select ledger_act_one(${key}, ${request}, ${once?.caller}, ${once?.key}, ${once?.fingerprint}, ${account}, ${receiver},
                          ${lotId}, ${family}, ${massG}, ${said && JSON.stringify(said)}, ${salt}, ${digest}) as taken`)
  return one.taken
}

async function actMany(db: Queryable, acts: readonly Act[]): Promise<(Taken | Refusal | null)[]> {
  const sources = new Map<string, Source>()
  const asked = acts.map((act, at) => {
    const { key, once, account, lotId: lot, family, massG: mass, request } = act
    const name = `${account} ${lot} ${family}`
    const source = sources.get(name) ?? { place: sources.size + 1, account, lot, family, total: 0, most: 0 }
    source.total += mass
    source.most = Math.max(source.most, mass)
    sources.set(name, source)
    return {
      n: at + 1,
      wants: source.place,
      key,
      request: hex(request),
      ...(once && { caller: once.caller, claim: once.key, fingerprint: hex(once.fingerprint) }),
      account,
      mass,
      ...('receiver' in act
        ? { receiver: act.receiver }
        : { said: act.said, salt: hex(act.salt), digest: hex(act.digest) }),
    }
  })
  const outcomes = await db.many(rows(OneOfMany)`
    select n, outcome, at, retirement, certificate, lot_id as "lotId", code, family, lo as from, hi as to,
           first_hand as "firstHand", held
      from ledger_act_together(${JSON.stringify(asked)}::jsonb, ${JSON.stringify([...sources.values()])}::jsonb)`)
  const taken = acts.map((): Taken | Refusal | null => null)
  for (const one of outcomes) {
    const at = one.n - 1
    if (one.outcome === 'done') taken[at] = one
    if (one.outcome === 'refused') {
      taken[at] = new Refusal('credits.not-enough', { held: one.held, wanted: acts[at]?.massG })
    }
  }
  return taken
}

/** Where some of the acts take from, and how much they want of it together and at most at once. */
type Source = { place: number; account: string; lot: string | null; family: string | null; total: number; most: number }

/** With this state a call that found one of its keys in use gives up, having done nothing. */
export const KEY_IN_USE = 'L0002'

export function transferOf({ at, from, to, ...lot }: Taken): Transfer {
  return { massG: Grams.parse(to - from), transferredAt: at, serials: [printed({ ...lot, from, to })] }
}

export function retirementOf({ at, from, to, retirement, certificate, ...lot }: Taken): Retirement {
  if (!retirement || !certificate) throw new Error('the ledger answered a retirement without one')
  return {
    id: retirement,
    massG: Grams.parse(to - from),
    family: lot.family,
    retiredAt: at,
    serials: [printed({ ...lot, from, to })],
    certificateId: certificate,
  }
}

const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`
