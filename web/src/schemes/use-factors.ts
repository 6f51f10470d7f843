import { factorEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { countedFactors, type PinnedFactors, pinFactors } from '@morinowa/shared/schemes/emission.ts'
import { useQueries } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'

/** The factors that a scheme opened now would pin; undefined until all of them are read. */
export function useFactorsOfToday(): PinnedFactors | undefined {
  return useQueries({
    queries: countedFactors.map((id) => ({
      ...reading(factorEndpoint, { params: { id }, query: {} }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: (found) => {
      if (found.some(({ data }) => data === undefined)) return undefined
      const rows = new Map(found.flatMap(({ data }) => (data ? [[data.id, data] as const] : [])))
      return pinFactors({ factor: (id) => rows.get(id) ?? null })
    },
  })
}
