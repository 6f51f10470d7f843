import type { Journey } from '@morinowa/shared/reductions/journeys-contract.ts'
import { Fragment } from 'react'
import { useText } from '../app/text.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'

const MOST_PLACES = 3

/** Where a journey went: its first places. */
export function JourneyPlaces({ journey: { places } }: { journey: Pick<Journey, 'places'> }) {
  const { reviews } = useText()
  if (places.length === 0) return reviews.journeys.somewhere
  return places.slice(0, MOST_PLACES).map((code, index) => (
    <Fragment key={code}>
      {index > 0 && ' · '}
      <PlaceName code={code} />
    </Fragment>
  ))
}
