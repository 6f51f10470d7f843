import type { AskInput } from '@morinowa/shared/methodology/ask.ts'
import { estimateEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
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

/** A value once it has not changed for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text says whether the value changed.
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
