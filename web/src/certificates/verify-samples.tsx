import { publicRetirementsEndpoint } from '@morinowa/shared/certificates/contract.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { API_ROOT, reading, send } from '../app/api-client.ts'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { RefusalNote } from '../ui/note.tsx'

/** A certificate as everybody gets it, signed. */
export async function signedJson(id: string): Promise<string> {
  const response = await send(`${API_ROOT}/certificates/${encodeURIComponent(id)}.json`, {
    headers: { Accept: 'application/json' },
  })
  return response.text()
}

type SamplesProps = { isPending: boolean; onSample: (name: string, json: string) => void }

/** For whoever has no certificate at hand: the register's newest as it is, and with one figure changed. */
export function VerifySamples({ isPending, onSample }: SamplesProps) {
  const { certificates } = useText()
  const { samples } = certificates.verify
  const newest = useQuery(reading(publicRetirementsEndpoint, { query: { limit: 1 } }))
  const id = newest.data?.items[0]?.certificateId
  const fetching = useMutation({
    mutationFn: async ({ id, isForged }: { id: string; isForged: boolean }) => {
      const json = await signedJson(id)
      onSample(
        isForged ? samples.forgedName(`${id}.json`) : `${id}.json`,
        isForged ? json.replace(/"massG":"(\d)/, (_, first: string) => `"massG":"${first === '9' ? 1 : 9}`) : json,
      )
    },
  })
  if (!id) return null
  return (
    <div className="grid gap-2">
      <p className="text-soft">{samples.lead}</p>
      <div className="flex flex-wrap gap-2">
        {[false, true].map((isForged) => (
          <Button
            key={String(isForged)}
            look="secondary"
            icon={isForged ? 'alert' : 'seal'}
            isPending={(isPending || fetching.isPending) && fetching.variables?.isForged === isForged}
            onPress={() => fetching.mutate({ id, isForged })}
          >
            {isForged ? samples.forged : samples.real}
          </Button>
        ))}
      </div>
      <RefusalNote error={fetching.error} />
    </div>
  )
}
