import type { Mode } from '@morinowa/shared/methodology/mode.ts'
import type { TripPlace } from '@morinowa/shared/mobility/trip-place.ts'
import { measureLegsEndpoint } from '@morinowa/shared/mobility/places-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { RefusalNote } from '../ui/note.tsx'

export type Ends = { mode: Mode; from: TripPlace | null; to: TripPlace | null; day: string }

/** How far it is between the two places chosen, once both are. */
export function useLegDistance({ mode, from, to, day }: Ends) {
  return useQuery({
    ...reading(measureLegsEndpoint, {
      body: { day: day as never, legs: [{ mode, from: from ?? NOWHERE, to: to ?? NOWHERE }] },
    }),
    enabled: from !== null && to !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

const NOWHERE: TripPlace = { lat: 0, lon: 0 }

/** The distance with where it comes from, as the places are chosen. */
export function LegDistanceNote({ measured }: { measured: ReturnType<typeof useLegDistance> }) {
  const { travel } = useText()
  const { language } = useLanguage()
  const [leg] = measured.data?.legs ?? []
  return (
    <div aria-live="polite" className="rounded-12 bg-mist px-4 py-3">
      {measured.isError ? (
        <RefusalNote error={measured.error} takesFocus={false} />
      ) : leg ? (
        <p>
          <span className="text-dns-14B-130 text-soft">{travel.distance}</span>
          <br />
          {leg.text[language]}
        </p>
      ) : (
        <p className="text-soft">{travel.choose}</p>
      )}
    </div>
  )
}
