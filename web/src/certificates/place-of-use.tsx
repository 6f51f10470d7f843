import { PlaceName } from '../municipalities/place-name.tsx'

type Used = { place: string | null; placeCode: string | null }

/** Where credits were used, for a list of facts: as it was written, and the municipality with its code. Nothing without either. */
export function placeOfUse(label: string, { place, placeCode }: Used) {
  if (place === null && placeCode === null) return []
  return [[label, <PlaceOfUse place={place} placeCode={placeCode} />] as const]
}

function PlaceOfUse({ place, placeCode }: Used) {
  return (
    <>
      {place !== placeCode && place} {placeCode !== null && <CodedPlace code={placeCode} />}
    </>
  )
}

/** A municipality's name with the code that the record has. */
export function CodedPlace({ code }: { code: string }) {
  return (
    <span>
      <PlaceName code={code} /> ({code})
    </span>
  )
}
