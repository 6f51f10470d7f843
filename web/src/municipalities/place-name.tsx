import { municipalityEndpoint } from '@morinowa/shared/municipalities/contract.ts'
import { prefectures } from '@morinowa/shared/municipalities/prefectures.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useLanguage } from '../app/text.tsx'

/** The name of a municipality after its prefecture's; until it is known, the prefecture alone. */
export function PlaceName({ code }: { code: string }) {
  const { language } = useLanguage()
  const { data } = useQuery({
    ...reading(municipalityEndpoint, { params: { code } }),
    // Names change when towns merge, which nobody needs to see within a visit.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const prefecture = (data?.prefecture ?? prefectures[code.slice(0, 2)])?.[language] ?? ''
  if (!data) return <span>{prefecture || code}</span>
  return (
    <span>
      {language === 'ja' ? `${prefecture}${data.county ?? ''}${data.name.ja}` : `${data.name.en}, ${prefecture}`}
    </span>
  )
}
