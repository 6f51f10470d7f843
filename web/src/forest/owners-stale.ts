import { getProjectEndpoint } from '@morinowa/shared/forest/contract.ts'
import { projectGuardEndpoint, projectOwnersEndpoint } from '@morinowa/shared/forest/owners-contract.ts'
import { listListingsEndpoint } from '@morinowa/shared/marketplace/contract.ts'

/** What is read again when the owners of a project or their harvests change. */
export const ownersStale: readonly string[] = [
  projectOwnersEndpoint.path,
  projectGuardEndpoint.path,
  getProjectEndpoint.path,
  listListingsEndpoint.path,
]
