import { areasOf } from '@morinowa/shared/municipalities/areas.ts'
import type { AreaTopology } from '@morinowa/shared/municipalities/area-topology.ts'
import { areaGeometryEndpoint } from '@morinowa/shared/municipalities/contract.ts'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../app/api-client.ts'
import type { Language } from '../app/text.tsx'
import type { MapGeometry } from '../map/area.ts'

/** The areas to draw; they change only when somebody imports boundaries. */
export const areaGeometryQuery = queryOptions({
  queryKey: ['municipalities', 'geometry'],
  queryFn: async ({ signal }) => {
    const answer = await call(areaGeometryEndpoint, { query: {}, signal })
    return { ...answer, areas: areasOf(answer as unknown as AreaTopology) }
  },
  staleTime: Number.POSITIVE_INFINITY,
})

type Answer = Awaited<ReturnType<NonNullable<typeof areaGeometryQuery.queryFn>>>

/** The same for the map, in the language being read. */
export function mapGeometryOf({ areas, quality, attribution }: Answer, language: Language): MapGeometry {
  return { areas, approximate: quality === 'approximate', attribution: attribution[language] }
}
