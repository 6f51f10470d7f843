import { Icon, type IconName } from './icon.tsx'
import { type Tone, toneClass, toneIcon } from './tone.ts'

/** A state as word, colour and icon together, so that none of the three is needed alone. */
export function Status({ tone, icon, children }: { tone: Tone; icon?: IconName; children: string }) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-full border border-current/25 px-2.5 py-0.5 text-dns-14N-130 font-bold whitespace-nowrap @max-md:whitespace-normal ${toneClass[tone]}`}
    >
      <Icon name={icon ?? toneIcon[tone]} className="size-4" />
      {children}
    </span>
  )
}
