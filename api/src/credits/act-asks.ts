import type { Family } from '@morinowa/shared/credits/families.ts'
import type { LotId } from '@morinowa/shared/credits/ids.ts'
import type { RetirementStatement } from '@morinowa/shared/credits/retirement-statement.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'

// What is asked of the ledger. `key` names the act for ever.

/** Where to take grams from: one lot, the oldest holdings of a family, or the only family held. */
export type Source = { lotId?: LotId | undefined; family?: Family | undefined }

export type TransferAsk = Source & {
  key: string
  fromOrganisationId: OrganisationId
  toOrganisationId: OrganisationId
  massG: number
}

export type RetireAsk = Source & {
  key: string
  organisationId: OrganisationId
  massG: number
  retirement: RetirementStatement
}
