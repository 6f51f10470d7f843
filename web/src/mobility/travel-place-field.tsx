import type { Mode } from '@morinowa/shared/methodology/mode.ts'
import type { TripPlace } from '@morinowa/shared/mobility/trip-place.ts'
import { airportsEndpoint, stationsEndpoint, stopsEndpoint } from '@morinowa/shared/mobility/places-contract.ts'
import { findMunicipalitiesEndpoint } from '@morinowa/shared/municipalities/contract.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useLanguage, useText } from '../app/text.tsx'
import type { Choice } from '../ui/field.tsx'
import { SearchField } from '../ui/search-field.tsx'

type Kind = 'station' | 'stop' | 'airport' | 'town'
export type Found = Choice & { place: TripPlace }

type TravelPlaceFieldProps = {
  name: string
  label: string
  description?: string
  /** What is travelled by decides which kind of place comes first. */
  mode: Mode
  onChange: (place: TripPlace | null) => void
}

const OF_EACH = 6

/** A place of a trip: station, stop, airport or town, found by name, reading or code while it is typed. */
export function TravelPlaceField({ name, label, description, mode, onChange }: TravelPlaceFieldProps) {
  const { travel } = useText()
  const [typed, setTyped] = useState('')
  const found = useFound(typed, mode)
  return (
    <SearchField
      name={name}
      label={label}
      description={description}
      isRequired
      placeholder={travel.hint}
      none={travel.none}
      choices={found}
      onType={setTyped}
      onChange={(id) => onChange(found.find((one) => one.id === id)?.place ?? null)}
    />
  )
}

function useFound(typed: string, mode: Mode): Found[] {
  const { travel } = useText()
  const { language } = useLanguage()
  const q = typed.trim()
  const asking = {
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  } as const
  const query = { q, limit: OF_EACH }
  const stations = useQuery({ ...reading(stationsEndpoint, { query }), ...asking })
  const stops = useQuery({ ...reading(stopsEndpoint, { query }), ...asking })
  const airports = useQuery({ ...reading(airportsEndpoint, { query }), ...asking })
  const towns = useQuery({ ...reading(findMunicipalitiesEndpoint, { query }), ...asking })
  if (q === '') return []

  const name = (one: { name: string; nameEn: string | null }) =>
    language === 'ja' || !one.nameEn ? one.name : `${one.nameEn} ${one.name}`
  const within = (one: { municipality: { name: { ja: string; en: string } } | null }) =>
    one.municipality?.name[language] ?? ''
  const kinds: Record<Kind, Found[]> = {
    station: (stations.data?.items ?? []).map((one) => ({
      id: `station ${one.stationCode}`,
      label: name(one),
      description: travel.station(linesText(one.lines, travel.moreLines), within(one)),
      place: { stationCode: one.stationCode },
    })),
    stop: (stops.data?.items ?? []).map((one) => ({
      id: `stop ${one.feedId} ${one.stopId}`,
      label: name(one),
      description: travel.stop(one.operator, within(one)),
      place: { stopId: one.stopId, feedId: one.feedId },
    })),
    airport: (airports.data?.items ?? []).map((one) => ({
      id: `airport ${one.iata}`,
      label: name(one),
      description: travel.airport(within(one)),
      place: { airport: one.iata },
    })),
    town: (towns.data?.items ?? []).map((one) => ({
      id: `town ${one.code}`,
      label: one.name[language],
      description: travel.town(one.prefecture[language]),
      place: { municipalityCode: one.code },
    })),
  }
  return orderFor(mode).flatMap((kind) => kinds[kind])
}

const LINES_NAMED = 2

function linesText(lines: readonly { line: string; operator: string }[], more: (n: number) => string): string {
  const named = lines.slice(0, LINES_NAMED).map(({ operator, line }) => `${operator} ${line}`)
  return [...named, ...(lines.length > LINES_NAMED ? [more(lines.length - LINES_NAMED)] : [])].join('、')
}

const ON_RAILS: ReadonlySet<Mode> = new Set<Mode>(['rail', 'shinkansen', 'metro', 'tram'])
const BY_STOPS: ReadonlySet<Mode> = new Set<Mode>(['bus', 'coach', 'ferry'])

function orderFor(mode: Mode): readonly Kind[] {
  if (ON_RAILS.has(mode)) return ['station', 'stop', 'town', 'airport']
  if (BY_STOPS.has(mode)) return ['stop', 'station', 'town', 'airport']
  if (mode === 'plane') return ['airport', 'town', 'station', 'stop']
  return ['town', 'station', 'stop', 'airport']
}
