import { myReductionsEndpoint } from '@morinowa/shared/reductions/contract.ts'
import { usePages } from '../app/paging.ts'

const PAGE = 30

/** My records, the newest first; several parts of a page share one reading. */
export const useMyReductions = () => usePages(myReductionsEndpoint, { query: { limit: PAGE } })
