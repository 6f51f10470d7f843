import { useEffect, useRef } from 'react'
import { Icon } from './icon.tsx'

/** Where one is in something done in steps; the step's title takes the focus when it changes. */
export function WizardSteps({ titles, now }: { titles: readonly string[]; now: number }) {
  const title = useRef<HTMLHeadingElement>(null)
  const shown = useRef(now)
  useEffect(() => {
    if (shown.current === now) return
    shown.current = now
    title.current?.focus()
    title.current?.scrollIntoView({ block: 'nearest' })
  }, [now])
  return (
    <div className="grid gap-3">
      <ol className="flex gap-1.5">
        {titles.map((text, index) => (
          <li
            key={text}
            aria-current={index === now ? 'step' : undefined}
            className={`flex min-w-0 flex-1 items-center gap-1.5 border-t-4 pt-1.5 text-dns-14N-130 ${
              index <= now ? 'border-solid' : 'border-line text-soft'
            } ${index === now ? 'font-bold' : ''}`}
          >
            {index < now ? <Icon name="check" className="size-4 text-forest" /> : <span>{index + 1}</span>}
            <span className="truncate">{text}</span>
          </li>
        ))}
      </ol>
      <h2 ref={title} tabIndex={-1} className="text-[1.375rem] outline-none">
        {titles[now]}
      </h2>
    </div>
  )
}
