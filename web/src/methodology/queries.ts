import type { AskInput } from '@morinowa/shared/methodology/ask.ts'
import { estimateEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { reading } from '../app/api-client.ts'

const PAUSE_MS = 150

/** The estimate of what is being typed, asked for when the typing pauses; the last one stays until the next is here. */
export function useEstimate(ask: AskInput) {
  const settled = useSettled(ask)
  return useQuery({
    ...reading(estimateEndpoint, { body: settled }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** A value once it has not changed for a moment; its text says whether it has. */
function useSettled<T>(value: T): T {
  const text = JSON.stringify(value)
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return useMemo(() => JSON.parse(settled) as T, [settled])
}
