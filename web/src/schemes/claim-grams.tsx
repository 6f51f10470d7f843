import type { Claim, ClaimRetirement } from '@morinowa/shared/schemes/contract.ts'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../app/format.ts'
import { certificatePath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { OnePortion } from '../forest/backing.tsx'
import { StackedBar } from '../ui/chart.tsx'
import { Mass } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import type { Tone } from '../ui/tone.ts'

export const claimTones: Record<Claim['state'], Tone> = { attached: 'info', retired: 'good', returned: 'bad' }

type Shown = Pick<Claim, 'state' | 'massG' | 'retiredG' | 'retirements' | 'serialsDue' | 'waitsG'>

/**
 * Where each gram of a claim is: set aside, retired here under its own serials, and of those what is due or done at the
 * registry outside.
 */
export function ClaimGrams({ claim, isWhole = false }: { claim: Shown; isWhole?: boolean }) {
  const { grams } = useText().desk
  const format = useFormat()
  const { state, massG, retiredG, retirements, serialsDue, waitsG } = claim
  if (state === 'returned') return null
  const attachedG = massG - retiredG
  return (
    <div className="grid gap-4">
      {isWhole && (
        <StackedBar
          title={grams.title}
          parts={[
            { id: 'retired', label: grams.retired, grams: retiredG, colour: 'var(--color-offset)' },
            { id: 'attached', label: grams.attached, grams: attachedG, colour: 'var(--color-wait)' },
          ]}
        />
      )}
      {attachedG > 0 && (
        <div className="grid gap-1">
          <p className="flex flex-wrap items-center gap-3">
            <Status tone="info">{grams.attached}</Status>
            <Mass grams={attachedG} />
          </p>
          <p>{serialsDue ? grams.serialsDue : grams.attachedLead(format.exactMassText(attachedG))}</p>
          {waitsG !== null && <p className="text-soft">{grams.waits(format.exactMassText(waitsG))}</p>}
        </div>
      )}
      {retirements.map((retirement) => (
        <Retired key={retirement.serials} retirement={retirement} isWhole={isWhole} />
      ))}
    </div>
  )
}

function Retired({
  retirement: { certificateId, serials, massG, wholeG, retiredAt, official },
  isWhole,
}: {
  retirement: ClaimRetirement
  isWhole: boolean
}) {
  const { grams } = useText().desk
  const format = useFormat()
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap items-center gap-3">
        <Status tone="good">{grams.retired}</Status>
        <Mass grams={massG} />
        <span className="text-soft">{format.day(retiredAt)}</span>
      </p>
      <p>
        <span className="text-soft">{grams.serials}</span> <code className="break-all">{serials}</code>
      </p>
      <p>
        <span className="text-soft">{grams.certificate}</span>{' '}
        <Link to={certificatePath(certificateId)} className="link inline-flex min-h-12 items-center">
          {certificateId}
        </Link>
      </p>
      {isWhole && wholeG > massG && <p className="text-soft">{grams.whole(format.exactMassText(wholeG))}</p>}
      {official.length > 0 && (
        <div className="mt-2 grid gap-3 border-s-4 border-line ps-4">
          <p className="text-dns-14B-130 text-soft">{grams.official}</p>
          {official.map((portion, i) => (
            <OnePortion key={String(i)} portion={portion} />
          ))}
        </div>
      )}
    </div>
  )
}
