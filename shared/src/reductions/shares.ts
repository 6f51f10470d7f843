import { z } from 'zod'
import { shareOut } from '../kernel/rounding.ts'

// Whose an act's grams are, in basis points that are never more than the whole (METHODOLOGY 12). Without terms all is the
// traveller's; what terms leave over belongs to nobody and is kept apart.

export const PARTIES = ['traveller', 'operator', 'hotel', 'town'] as const
export const Party = z.enum(PARTIES)
export type Party = z.infer<typeof Party>

export const WHOLE_BP = 10_000
const part = z.int().min(0).max(WHOLE_BP)

export const Shares = z.strictObject({ travellerBp: part, operatorBp: part, hotelBp: part, townBp: part })
export type Shares = z.infer<typeof Shares>

/** Our policy where nothing was agreed. */
export const ALL_TO_TRAVELLER: Shares = { travellerBp: WHOLE_BP, operatorBp: 0, hotelBp: 0, townBp: 0 }

export function sumOf({ travellerBp, operatorBp, hotelBp, townBp }: Shares): number {
  return travellerBp + operatorBp + hotelBp + townBp
}

/** Whether a person gives of their own alone: nobody else gets less than was agreed, and together not more than before. */
export function givesOfOwn(agreed: Shares, wished: Shares): boolean {
  return (
    sumOf(wished) <= sumOf(agreed) &&
    wished.travellerBp <= agreed.travellerBp &&
    wished.operatorBp >= agreed.operatorBp &&
    wished.hotelBp >= agreed.hotelBp &&
    wished.townBp >= agreed.townBp
  )
}

/** Acts that share alike: the same terms, the same organisation, the same town. */
export type ShareGroup = Shares & { providerId: string | null; town: string | null; massG: number }
export type LotPart = { party: Party | 'nobody'; name: string; massG: number }

/**
 * Divides grams among their parties. Each group is shared out once as a whole, so the parts sum to the grams exactly; what
 * has no organisation or town to go to is the traveller's.
 */
export function divideShares(groups: readonly ShareGroup[]): LotPart[] {
  const parts = new Map<string, LotPart>()
  const add = (party: LotPart['party'], name: string, massG: number) => {
    if (massG === 0) return
    const key = `${party} ${name}`
    const known = parts.get(key)
    if (known) known.massG += massG
    else parts.set(key, { party, name, massG })
  }
  for (const group of groups) {
    const { travellerBp, operatorBp, hotelBp, townBp, providerId, town, massG } = group
    const nobodyBp = WHOLE_BP - sumOf(group)
    const [traveller, operator, hotel, ofTown, nobody] = shareOut(
      BigInt(massG),
      [travellerBp, operatorBp, hotelBp, townBp, nobodyBp].map(BigInt),
    ).map(Number) as [number, number, number, number, number]
    add('traveller', '', traveller)
    add(providerId === null ? 'traveller' : 'operator', providerId ?? '', operator)
    add(providerId === null ? 'traveller' : 'hotel', providerId ?? '', hotel)
    add(town === null ? 'traveller' : 'town', town ?? '', ofTown)
    add('nobody', '', nobody)
  }
  return [...parts.values()].toSorted((a, b) => (`${a.party} ${a.name}` < `${b.party} ${b.name}` ? -1 : 1))
}
