import type { Proof } from '@morinowa/shared/forest/proof.ts'
import { useText } from '../app/text.tsx'
import { Status } from '../ui/status.tsx'
import type { Tone } from '../ui/tone.ts'

const tones: Record<Proof, Tone> = { stated: 'wait', checked: 'good', refused: 'bad' }

/** How far the holding behind a lot is proven; lots that were issued here need no proof from elsewhere. */
export function ProofMark({ proof }: { proof: Proof | null }) {
  const { marketplace } = useText()
  return proof === null ? (
    <Status tone="good" icon="seal">
      {marketplace.proofs.issued}
    </Status>
  ) : (
    <Status tone={tones[proof]}>{marketplace.proofs[proof]}</Status>
  )
}
