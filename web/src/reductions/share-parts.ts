import { PARTIES, type Shares } from '@morinowa/shared/reductions/shares.ts'
import type { useFormat } from '../app/format.ts'
import type { useText } from '../app/text.tsx'

type Words = ReturnType<typeof useText>['shares']

const bpOf = (shares: Shares) =>
  PARTIES.map((party) => [party, shares[`${party}Bp` as const]] as const).filter(([, bp]) => bp > 0)

/** Basis points as a percentage, with decimals only where there are some. */
export const percentOf = (bp: number, format: ReturnType<typeof useFormat>): string => `${format.number(bp / 100)} %`

/** Who has how much, in words; those who have nothing are left out. */
export function partsOf(
  shares: Shares,
  words: Words,
  format: ReturnType<typeof useFormat>,
  traveller?: string,
): string {
  return words.act.join(
    bpOf(shares).map(([party, bp]) =>
      words.act.part(party === 'traveller' && traveller ? traveller : words.parties[party], percentOf(bp, format)),
    ),
  )
}
