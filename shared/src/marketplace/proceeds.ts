import { floorDiv, shareOut } from '../kernel/rounding.ts'

// Every sale's money is divided to the yen, by a rule that is published:
// 1. Consumption tax goes whole to the seller, who owes it to the state.
// 2. Of the price without tax each commission (parts of 10,000) takes its part first, rounded down, in the plan's order,
//    as long as anything is left.
// 3. The rest is divided by weight: each gets the floor of its share, the yen that are left go to the largest remainders,
//    earlier lines first (shareOut). Without shares the seller has the rest.

export type ProceedsParty = { partyId: string | null; partyName: string; role: string }
export type ProceedsLine = ProceedsParty & { bp: number | null; weight: number | null }
export type Division = ProceedsParty & { amountYen: number }

const WHOLE_BP = 10_000n

/** What each party gets of one sale; the tax first, then the lines as they stand. The parts sum to the whole. */
export function divideProceeds(
  { amountYen, taxYen }: { amountYen: number; taxYen: number },
  seller: { id: string; name: string },
  lines: readonly ProceedsLine[],
): Division[] {
  const whole = BigInt(amountYen)
  let left = whole
  const commissions = lines.map(({ bp }) => {
    const asked = bp === null ? 0n : floorDiv(whole * BigInt(bp), WHOLE_BP)
    const taken = asked < left ? asked : left
    left -= taken
    return taken
  })
  const hasShares = lines.some(({ weight }) => weight !== null)
  const shares = shareOut(
    left,
    lines.map(({ weight }) => BigInt(weight ?? 0)),
  )
  const own = { partyId: seller.id, partyName: seller.name }
  return [
    { ...own, role: 'tax', amountYen: taxYen },
    ...lines.map(({ partyId, partyName, role }, i) => ({
      partyId,
      partyName,
      role,
      amountYen: Number((commissions[i] ?? 0n) + (shares[i] ?? 0n)),
    })),
    ...(hasShares ? [] : [{ ...own, role: 'seller', amountYen: Number(left) }]),
  ]
}

/**
 * What each party gives back when a part of a sale is undone: the tax from the tax, the rest in proportion to what each
 * has, by the same rule. When everything is undone each gives back exactly what it got.
 */
export function undoProceeds(
  { amountYen, taxYen }: { amountYen: number; taxYen: number },
  had: readonly Division[],
): Division[] {
  const parts = shareOut(
    BigInt(amountYen),
    had.map((one) => (one.role === 'tax' ? 0n : BigInt(one.amountYen))),
  )
  return had.map((one, i) => ({ ...one, amountYen: one.role === 'tax' ? -taxYen : -Number(parts[i] ?? 0n) }))
}
