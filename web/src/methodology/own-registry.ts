import { registryEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { call } from '../app/api-client.ts'
import { today } from '../app/clock.ts'

/**
 * The engine in this browser with everything it reads. Both are fetched when somebody wants to see the calculation
 * made again, and then kept: what is published does not change.
 */
export function useOwnRegistry() {
  return useQuery({
    queryKey: ['own-registry'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const [data, engine, { recompute }] = await Promise.all([
        call(registryEndpoint, { signal }),
        import('@morinowa/shared/methodology/engine.ts'),
        import('@morinowa/shared/methodology/method-sheet.ts'),
      ])
      return { data, registry: engine.compileRegistry(data, today()), estimate: engine.estimate, recompute }
    },
  })
}
