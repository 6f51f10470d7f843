import { municipalityEndpoint } from '@morinowa/shared/municipalities/contract.ts'
import { prefectures } from '@morinowa/shared/municipalities/prefectures.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useLanguage } from '../app/text.tsx'
import { Locator } from '../map/locator.tsx'

const placeQuery = (code: string) => ({
  ...reading(municipalityEndpoint, { params: { code } }),
  // Names change when towns merge, which nobody needs to see within a visit.
  staleTime: Number.POSITIVE_INFINITY,
})

/** The name of a municipality after its prefecture's; until it is known, the prefecture alone. */
export function PlaceName({ code }: { code: string }) {
  const { language } = useLanguage()
  const { data } = useQuery(placeQuery(code))
  const prefecture = (data?.prefecture ?? prefectures[code.slice(0, 2)])?.[language] ?? ''
  if (!data) return <span>{prefecture || code}</span>
  return (
    <span>
      {language === 'ja' ? `${prefecture}${data.county ?? ''}${data.name.ja}` : `${data.name.en}, ${prefecture}`}
    </span>
  )
}

/** Where a municipality's office is in Japan; its name belongs beside it. */
export function PlacePicture({ code, className }: { code: string; className?: string }) {
  const { data } = useQuery(placeQuery(code))
  return data?.office ? <Locator at={data.office} {...(className && { className })} /> : null
}
