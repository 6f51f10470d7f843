import {
  findMunicipalitiesEndpoint,
  type Municipality,
  municipalityEndpoint,
} from '@morinowa/shared/municipalities/contract.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { SearchField } from '../ui/search-field.tsx'

type PlaceFieldProps = {
  name: string
  label: string
  description?: string
  isRequired?: boolean
  /** Five digits or none, where the owner of the field keeps it. */
  value?: string | null
  /** Five digits, or null once the text no longer names a place. */
  onChange: (code: string | null) => void
}

const MOST_FOUND = 20

/** A municipality, found by name, kana, romaji or code while it is typed. */
export function PlaceField(props: PlaceFieldProps) {
  const { places } = useText()
  const { language } = useLanguage()
  const [typed, setTyped] = useState('')
  const found = useQuery({
    ...reading(findMunicipalitiesEndpoint, { query: { q: typed.trim(), limit: MOST_FOUND } }),
    enabled: typed.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { value } = props
  const kept = useQuery({
    ...reading(municipalityEndpoint, { params: { code: value ?? '' } }),
    enabled: value !== undefined && value !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const fitting = typed.trim() === '' ? [] : (found.data?.items ?? [])
  const isKept = (one: Municipality) => one.code === kept.data?.code
  const offered = kept.data && !fitting.some(isKept) ? [kept.data, ...fitting] : fitting
  const choices = offered.map(({ code, name, prefecture }) => ({
    id: code,
    label: name[language],
    description: prefecture[language],
  }))
  return <SearchField {...props} choices={choices} none={places.none} onType={setTyped} placeholder={places.hint} />
}
