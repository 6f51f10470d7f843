import type { Endpoint } from '@morinowa/shared/kernel/endpoint.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { z } from 'zod'
import { type AnyAsk, type Ask, call, newRequestId, ProblemError } from './api-client.ts'

/**
 * A write that happens once. Its request id stays the same through lost answers and repeats and changes after a
 * success, so pressing again after a failure never does the thing twice.
 * @param makesStale paths (as in the contracts, `/me/summary`) whose readings are fetched again afterwards; a path
 * also covers those below it.
 */
export function useCommand<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  { makesStale = [] }: { makesStale?: readonly string[] } = {},
) {
  const client = useQueryClient()
  const requestId = useRef<string>(undefined)
  return useMutation<z.output<R>, Error, Ask<P, Q, B>>({
    mutationFn: (ask) => {
      requestId.current ??= newRequestId()
      const once: AnyAsk = { ...ask, requestId: requestId.current }
      return (call as (endpoint: Endpoint<P, Q, B, R>, ask: AnyAsk) => Promise<z.output<R>>)(endpoint, once)
    },
    onSuccess: () => {
      requestId.current = undefined
      return client.invalidateQueries({ predicate: ({ queryKey: [path] }) => covers(makesStale, path) })
    },
    onError: (error) => {
      // The first sending did arrive and this one says something else: the person is told, and the next is a new one.
      if (error instanceof ProblemError && error.problem.code === 'request.id-reused') requestId.current = undefined
    },
  })
}

function covers(stale: readonly string[], path: unknown): boolean {
  return typeof path === 'string' && stale.some((root) => path === root || path.startsWith(`${root}/`))
}
