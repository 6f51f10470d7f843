import type { ReductionStatus } from '@morinowa/shared/reductions/reduction.ts'
import { useText } from '../app/text.tsx'
import type { IconName } from '../ui/icon.tsx'
import { Status } from '../ui/status.tsx'
import type { Tone } from '../ui/tone.ts'

const looks: Record<ReductionStatus, { tone: Tone; icon: IconName }> = {
  recorded: { tone: 'wait', icon: 'clock' },
  pooled: { tone: 'wait', icon: 'layers' },
  verified: { tone: 'good', icon: 'check' },
  issued: { tone: 'good', icon: 'seal' },
  sold: { tone: 'info', icon: 'people' },
  retired: { tone: 'info', icon: 'tree' },
  quarantined: { tone: 'bad', icon: 'alert' },
  duplicate: { tone: 'plain', icon: 'copy' },
  rejected: { tone: 'bad', icon: 'cross' },
}

/** How far a reduction is, in a traveller's words. */
export function ReductionState({ status }: { status: ReductionStatus }) {
  const { mine } = useText()
  return <Status {...looks[status]}>{mine.states[status]}</Status>
}
