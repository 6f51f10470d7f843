import { findOrganisationsEndpoint } from '@morinowa/shared/identity/contract.ts'
import type { OrganisationKind } from '@morinowa/shared/kernel/actor.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useText } from '../app/text.tsx'
import { SearchField } from '../ui/search-field.tsx'

type OrganisationFieldProps = {
  name: string
  label: string
  description?: string
  isRequired?: boolean
  /** Stands in the empty field instead of the hint how to search. */
  placeholder?: string
  /** Only organisations of these kinds. */
  kinds?: readonly OrganisationKind[]
  /** What is chosen, where the owner of the field keeps it. */
  value?: string | null
  onChange: (id: string | null, name: string) => void
}

/** An organisation, found by its name; before anything is typed the first few are offered. */
export function OrganisationField({ kinds, placeholder, onChange, ...rest }: OrganisationFieldProps) {
  const { identity, shell } = useText()
  const [typed, setTyped] = useState('')
  const found = useQuery({
    ...reading(findOrganisationsEndpoint, { query: { q: typed.trim(), ...(kinds && { kind: kinds.join() }) } }),
    placeholderData: keepPreviousData,
  })
  const choices = (found.data?.items ?? []).map((one) => ({
    id: one.id,
    label: one.name,
    description: shell.kinds[one.kind],
  }))
  return (
    <SearchField
      {...rest}
      choices={choices}
      none={identity.organisations.none}
      placeholder={placeholder ?? identity.organisations.hint}
      onType={setTyped}
      onChange={(id) => onChange(id, choices.find((one) => one.id === id)?.label ?? '')}
    />
  )
}
