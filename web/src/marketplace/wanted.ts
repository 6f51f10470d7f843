import { municipalityEndpoint } from '@morinowa/shared/municipalities/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'

/** What a buyer looks for; an empty text stands for no wish. */
export type Wanted = {
  family: string
  prefecture: string
  vintage: string
  yenPerKg: string
  /** Latitude and longitude. */
  near: string
  /** The municipality to whose office distances are measured, where no position is given. */
  place: string
  sellerId: string
}

export const wantedNothing: Wanted = {
  family: '',
  prefecture: '',
  vintage: '',
  yenPerKg: '',
  near: '',
  place: '',
  sellerId: '',
}

const names = Object.keys(wantedNothing) as (keyof Wanted)[]
const GRAMS_PER_KG = 1_000

/** The wishes as they stand in the address, so that going back from a listing finds them again and a search can be sent on. */
export function useWanted(): [Wanted, (wanted: Wanted) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  // The router reads a number as one.
  const textOf = (name: string) => (search[name] === undefined ? '' : String(search[name]))
  const wanted = Object.fromEntries(names.map((name) => [name, textOf(name)])) as Wanted
  const change = (next: Wanted) => {
    const kept = Object.fromEntries(names.flatMap((name) => (next[name] === '' ? [] : [[name, next[name]]])))
    void navigate({ to: '.', search: kept, replace: true, resetScroll: false })
  }
  return [wanted, change]
}

export const isWanting = (wanted: Wanted): boolean => names.some((name) => wanted[name] !== '')

/** What the contract calls the same wishes: it asks for yen a tonne, people think of a kilogram. */
export function useListingQuery({ place, near, yenPerKg, ...same }: Wanted): object {
  const town = useQuery({
    ...reading(municipalityEndpoint, { params: { code: place } }),
    enabled: place !== '' && near === '',
    staleTime: Number.POSITIVE_INFINITY,
  })
  const office = town.data?.office
  const from = near || (place !== '' && office ? `${office.lat},${office.lon}` : '')
  return {
    ...Object.fromEntries(Object.entries(same).filter(([, wish]) => wish !== '')),
    ...(Number(yenPerKg) > 0 && { maxPrice: Math.round(Number(yenPerKg) * GRAMS_PER_KG) }),
    ...(from && { near: from }),
  }
}
