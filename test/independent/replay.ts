// The ledger played again from its public entries: where each range is, and every law that can be seen from outside.

export type Fault = {
  /** Which row, checkpoint, retirement, certificate, balance or batch. */
  what: string
  why: string
}

/** A leaf of the log; numbers are decimal text. */
export type LeafFacts = {
  entry: string
  operation: string
  act: string
  kind: string
  holding: string
  account: string
  lot: string
  origin?: string
  from?: string
  to?: string
  parent?: string
  retirement?: { id: string; certificateId: string; statementDigest: string }
  issued?: { family: string; massG: string; bufferG: string; unitG: string; batch?: string }
}

export type LoggedRetirement = {
  certificateId: string
  statementDigest: string
  family: string
  massG: number
  entries: string[]
  serials: { lotId: string; from: string; to: string }[]
}

type Lot = {
  family: string
  massG: number
  bufferG: number
  bufferedG: number
  endedG: number
  heldG: number
  retiredG: number
  batch: string | undefined
  name: string
}
type Holding = { account: string; lot: string; cursor: number; hi: number }
type Transfer = { lot: string; operation: string; from: number; to: number; name: string }
type StatedRetirement = { id: string; certificateId: string; family: string; massG: number; statementDigest: string }

const BUFFER = '00000000-0000-8000-8000-000000000001'
/** Which entries an act may have. */
const KINDS: Record<string, readonly string[]> = {
  issue: ['genesis', 'transfer'],
  transfer: ['transfer', 'genesis'],
  retire: ['retire'],
  cancel: ['cancel'],
}

export class Replay {
  readonly #report: (what: string, why: string) => void
  readonly #lots = new Map<string, Lot>()
  readonly #holdings = new Map<string, Holding>()
  readonly #underway = new Map<string, Transfer>()
  readonly #entries = new Set<string>()
  readonly #acts = new Map<string, string>()
  readonly #retirements = new Map<string, LoggedRetirement>()
  readonly #statedRetirements = new Set<string>()
  readonly #stated = new Map<string, number>()
  #retiredG = 0
  #cancelledG = 0

  constructor(report: (what: string, why: string) => void) {
    this.#report = report
  }

  /** The next entry, in the order of the log, which never puts an entry before one that it stands on. */
  take(leaf: LeafFacts, name: string): void {
    const broken = (why: string) => this.#report(name, why)
    if (this.#entries.has(leaf.entry)) broken('is an entry that was there before')
    this.#entries.add(leaf.entry)
    const act = this.#acts.get(leaf.operation) ?? leaf.act
    this.#acts.set(leaf.operation, act)
    if (act !== leaf.act || !KINDS[act]?.includes(leaf.kind))
      broken(`a ${leaf.kind} in an operation of the kind ${act} (I6)`)
    if (leaf.kind === 'genesis') this.#begin(leaf, name, broken)
    else this.#move(leaf, name, broken)
  }

  #begin(leaf: LeafFacts, name: string, broken: (why: string) => void): void {
    const origin = Number(leaf.origin)
    if (this.#holdings.has(leaf.holding)) return broken('a holding begins twice (I7)')
    const add = (hi: number) =>
      this.#holdings.set(leaf.holding, { account: leaf.account, lot: leaf.lot, cursor: origin, hi })
    if (leaf.parent !== undefined) {
      const sent = this.#underway.get(leaf.parent)
      if (!sent) return broken(`receives a transfer ${leaf.parent} that was not sent, or arrived before (I7)`)
      this.#underway.delete(leaf.parent)
      if (sent.lot !== leaf.lot || sent.operation !== leaf.operation || sent.from !== origin)
        broken('receives another range than was sent (I7)')
      const lot = this.#lots.get(leaf.lot)
      if (lot && leaf.account === BUFFER && leaf.act === 'issue') lot.bufferedG += sent.to - sent.from
      return void add(sent.to)
    }
    if (!leaf.issued || leaf.act !== 'issue' || origin !== 0) return broken('a lot begins without being issued (I1)')
    if (this.#lots.has(leaf.lot)) return broken(`lot ${leaf.lot} is issued twice (I3)`)
    const { family } = leaf.issued
    const [massG, bufferG, unitG] = [Number(leaf.issued.massG), Number(leaf.issued.bufferG), Number(leaf.issued.unitG)]
    if (!(massG > 0) || massG % unitG !== 0) broken(`lot ${leaf.lot} is not a whole number of its units (I12)`)
    this.#lots.set(leaf.lot, {
      family,
      massG,
      bufferG,
      bufferedG: 0,
      endedG: 0,
      heldG: 0,
      retiredG: 0,
      batch: leaf.issued.batch,
      name,
    })
    add(massG)
  }

  #move(leaf: LeafFacts, name: string, broken: (why: string) => void): void {
    const [from, to] = [Number(leaf.from), Number(leaf.to)]
    const holding = this.#holdings.get(leaf.holding)
    const lot = this.#lots.get(leaf.lot)
    if (!holding || !lot) return broken('takes from a holding that never began (I2)')
    if (holding.account !== leaf.account)
      broken(`takes from account ${leaf.account}, but ${holding.account} holds the grams (I7)`)
    if (holding.lot !== leaf.lot) broken('takes from a holding of another lot (I12)')
    if (from !== holding.cursor)
      broken(`takes from gram ${from} on, but the holding stands at ${holding.cursor} (I2, I3, I4)`)
    if (!(from < to && to <= holding.hi)) broken(`takes [${from}, ${to}) of a holding that ends at ${holding.hi} (I1)`)
    holding.cursor = to
    if (leaf.kind === 'transfer') {
      this.#underway.set(leaf.entry, { lot: leaf.lot, operation: leaf.operation, from, to, name })
      return
    }
    lot.endedG += to - from
    if (leaf.kind === 'cancel') {
      this.#cancelledG += to - from
      if (holding.account !== BUFFER) broken('cancels grams that are not in the buffer (I1)')
      return
    }
    this.#retiredG += to - from
    lot.retiredG += to - from
    if (!leaf.retirement) return broken('retires without a retirement (I12)')
    const { id, certificateId, statementDigest } = leaf.retirement
    const known = this.#retirements.get(id) ?? {
      certificateId,
      statementDigest,
      family: lot.family,
      massG: 0,
      entries: [],
      serials: [],
    }
    if (known.certificateId !== certificateId || known.statementDigest !== statementDigest)
      broken(`retirement ${id} says two things (I12)`)
    if (known.family !== lot.family) broken(`retirement ${id} mixes families (I12)`)
    known.massG += to - from
    known.entries.push(leaf.entry)
    known.serials.push({ lotId: leaf.lot, from: String(from), to: String(to) })
    this.#retirements.set(id, known)
  }

  retirement(id: string): LoggedRetirement | undefined {
    return this.#retirements.get(id)
  }

  issuedIn(lot: string): number | undefined {
    return this.#lots.get(lot)?.massG
  }

  /** The batch that the log names for a lot; earlier leaves name none. */
  batchOf(lot: string): string | undefined {
    return this.#lots.get(lot)?.batch
  }

  /** Lots whose leaf names their batch. */
  batches(): [lot: string, batch: string][] {
    return [...this.#lots].flatMap(([lot, { batch }]) => (batch === undefined ? [] : [[lot, batch]]))
  }

  retiredIn(lot: string): number {
    return this.#lots.get(lot)?.retiredG ?? 0
  }

  /** What the register says of a retirement, after all entries. */
  compareRetirement(stated: StatedRetirement): void {
    const name = `retirement ${stated.id} (certificate ${stated.certificateId})`
    const logged = this.#retirements.get(stated.id)
    if (this.#statedRetirements.has(stated.id)) this.#report(name, 'is in the register twice')
    this.#statedRetirements.add(stated.id)
    if (!logged) return this.#report(name, 'is in the register and not in the log')
    if (logged.massG !== stated.massG)
      this.#report(name, `says ${stated.massG} g, its entries sum to ${logged.massG} g (I6)`)
    for (const fact of ['certificateId', 'statementDigest', 'family'] as const) {
      if (logged[fact] !== stated[fact]) this.#report(name, `has another ${fact} than the log (I12)`)
    }
  }

  /** What the register says that an account holds of a lot, after all entries. */
  compareBalance({ account, lot, massG }: { account: string; lot: string; massG: number }): void {
    this.#stated.set(`${account} ${lot}`, massG)
  }

  /** The laws that need the whole log, and the sums. */
  finish() {
    for (const { name } of this.#underway.values()) this.#report(name, 'is a transfer that arrived nowhere (I8)')
    const balances = new Map<string, number>()
    for (const { account, lot, cursor, hi } of this.#holdings.values()) {
      if (hi === cursor) continue
      const key = `${account} ${lot}`
      balances.set(key, (balances.get(key) ?? 0) + hi - cursor)
      const of = this.#lots.get(lot)
      if (of) of.heldG += hi - cursor
    }
    for (const lot of this.#lots.values()) {
      if (lot.massG !== lot.heldG + lot.endedG)
        this.#report(
          lot.name,
          `its lot has ${lot.massG} g, but ${lot.heldG} g are held and ${lot.endedG} g ended (I1, I4)`,
        )
      if (lot.bufferG !== lot.bufferedG)
        this.#report(lot.name, `${lot.bufferG} g should be in the buffer, ${lot.bufferedG} g went there (I1)`)
    }
    for (const key of new Set([...balances.keys(), ...this.#stated.keys()])) {
      const [stated, counted] = [this.#stated.get(key) ?? 0, balances.get(key) ?? 0]
      if (stated !== counted) this.#report(`balance ${key}`, `is said to be ${stated} g, the entries give ${counted} g`)
    }
    for (const [id, { certificateId }] of this.#retirements) {
      if (!this.#statedRetirements.has(id))
        this.#report(`retirement ${id} (certificate ${certificateId})`, 'is missing from the register')
    }
    const sum = (pick: (lot: Lot) => number) => [...this.#lots.values()].reduce((total, lot) => total + pick(lot), 0)
    return {
      lots: this.#lots.size,
      issuedG: sum(({ massG }) => massG),
      heldG: sum(({ heldG }) => heldG),
      retiredG: this.#retiredG,
      cancelledG: this.#cancelledG,
      balances,
    }
  }
}
