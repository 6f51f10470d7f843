import { findMunicipalitiesEndpoint, type Municipality } from '@morinowa/shared/municipalities/contract.ts'
import { areaMapEndpoint } from '@morinowa/shared/municipalities/sums-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { reading } from '../app/api-client.ts'
import { useLanguage } from '../app/text.tsx'
import { placeText } from './place-text.ts'

const WHOLE_TABLE = 2_000

/** One month of every municipality; an empty pool is both. */
export function useAreaMonth(month: string, pool: '' | 'mobility' | 'destinations') {
  return useQuery({
    ...reading(areaMapEndpoint, { query: { month, ...(pool !== '' && { pool }) } as never }),
    placeholderData: (before) => before,
  })
}

const everyNameQuery = {
  ...reading(findMunicipalitiesEndpoint, { query: { limit: WHOLE_TABLE } }),
  staleTime: Number.POSITIVE_INFINITY,
}

/** The name of a municipality by its code, for all of them at once; the code itself until names have come. */
export function useAreaNames(): (code: string) => string {
  const { language } = useLanguage()
  const { data } = useQuery(everyNameQuery)
  const names = useMemo(
    () => new Map((data?.items ?? []).map((one: Municipality) => [one.code, placeText(one, language)])),
    [data, language],
  )
  return useCallback((code: string) => names.get(code) ?? code, [names])
}
