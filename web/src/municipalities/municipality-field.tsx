import {
  findMunicipalitiesEndpoint,
  type Municipality,
  municipalityEndpoint,
} from '@morinowa/shared/municipalities/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useLanguage } from '../app/text.tsx'
import { ComboField } from '../ui/combo-field.tsx'

type MunicipalityFieldProps = {
  name: string
  label: string
  description?: string
  isRequired?: boolean
  /** A five-digit code, or nothing yet. */
  value: string | null
  onChange: (code: string | null) => void
}

const MOST_SUGGESTIONS = 20

/** A municipality, found by its name, kana, romaji or code. */
export function MunicipalityField({ value, onChange, ...rest }: MunicipalityFieldProps) {
  const { language } = useLanguage()
  const [typed, setTyped] = useState('')
  const chosen = useQuery({
    ...reading(municipalityEndpoint, { params: { code: value ?? '' } }),
    enabled: value !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const found = useQuery({
    ...reading(findMunicipalitiesEndpoint, { query: { q: typed, limit: MOST_SUGGESTIONS } }),
    enabled: typed !== '',
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  })
  const items = found.data?.items ?? []
  const withChosen = chosen.data && !items.some(({ code }) => code === value) ? [chosen.data, ...items] : items
  return (
    <ComboField
      {...rest}
      value={value}
      onChange={onChange}
      onType={setTyped}
      choices={withChosen.map((one) => ({ id: one.code, label: placeText(one, language) }))}
    />
  )
}

/** How a municipality is written where it is chosen. */
export const placeText = ({ prefecture, county, name }: Municipality, language: 'ja' | 'en'): string =>
  language === 'ja' ? `${prefecture.ja}${county ?? ''}${name.ja}` : `${name.en}, ${prefecture.en}`
