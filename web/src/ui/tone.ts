/** What a state means, whatever its word: the colour and the icon follow from it. */
export type Tone = 'good' | 'wait' | 'bad' | 'info' | 'plain'

export const toneClass: Record<Tone, string> = {
  good: 'bg-good-mist text-good',
  wait: 'bg-wait-mist text-wait',
  bad: 'bg-bad-mist text-bad',
  info: 'bg-info-mist text-info',
  plain: 'bg-mist text-soft',
}

export const toneIcon = { good: 'check', wait: 'clock', bad: 'alert', info: 'info', plain: 'info' } as const
