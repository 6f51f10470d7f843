import type { Endpoint } from '@morinowa/shared/kernel/endpoint.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { type AnyAsk, actingOrganisation, call } from './api-client.ts'

type PageOf<T> = { items: T[]; next: string | null }
type ListEndpoint<T> = Endpoint<z.ZodType, z.ZodType, z.ZodType, z.ZodType<PageOf<T>>>

/** The fitting part of an endpoint for a list; what it asks for is checked by its schema on the server. */
type AnyList<T> = Pick<ListEndpoint<T>, 'path' | 'method' | 'reply'>

type AskingOfPages = {
  params?: object
  query?: object
  /** False while what the list depends on is not known. */
  isEnabled?: boolean
  /** Reads again after so many milliseconds, while the page is looked at. */
  rereadMs?: number
}

/**
 * Reads a list page by page, as far as somebody presses on. Its key begins with the path, like every reading's.
 */
export function usePages<T>(
  endpoint: AnyList<T>,
  { params, query = {}, isEnabled = true, rereadMs }: AskingOfPages = {},
) {
  return useInfiniteQuery({
    queryKey: [endpoint.path, { params, query }, actingOrganisation(), 'pages'],
    enabled: isEnabled,
    ...(rereadMs !== undefined && { refetchInterval: rereadMs }),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const ask: AnyAsk = { params, query: pageParam === null ? query : { ...query, cursor: pageParam }, signal }
      return (call as (endpoint: AnyList<T>, ask: AnyAsk) => Promise<PageOf<T>>)(endpoint, ask)
    },
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  })
}
