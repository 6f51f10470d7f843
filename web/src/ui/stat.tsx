import type { ReactNode } from 'react'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Icon, type IconName } from './icon.tsx'

type StatProps = {
  label: string
  /** A mass in grams, or an already written value with its unit. */
  grams?: number
  value?: string
  unit?: string
  /** What time the number is about: a month, a fiscal year, "up to today". */
  period?: string
  /** Whether it was measured or estimated. */
  certainty?: 'measured' | 'estimated'
  /** How it was made: opens below the number. */
  how?: ReactNode
  size?: 'normal' | 'big'
  /** Shows every gram instead of one decimal. */
  isExact?: boolean
  /** Text colour class of the figure. */
  colour?: string
}

/** A number that never stands alone: label, unit, period, certainty and how it was made. */
export function Stat({
  label,
  grams,
  value,
  unit,
  period,
  certainty,
  how,
  size = 'normal',
  isExact = false,
  colour = '',
}: StatProps) {
  const { shell } = useText()
  const format = useFormat()
  const shown =
    grams === undefined
      ? { value: value ?? '', unit: unit ?? '' }
      : isExact
        ? format.exactMass(grams)
        : format.mass(grams)
  const remark = [period, certainty && shell.number[certainty]].filter(Boolean).join(' · ')
  return (
    <div className="min-w-0">
      <p className="text-std-16N-170 text-soft">{label}</p>
      <p
        className={`figures flex flex-wrap items-baseline gap-x-1.5 font-bold leading-tight ${colour} ${
          size === 'big' ? 'text-[3.5rem] sm:text-[4.5rem]' : 'text-[2rem]'
        }`}
        title={grams === undefined ? undefined : `${format.number(grams)} g`}
      >
        <span>{shown.value}</span>
        <span className="text-[max(0.45em,1.125rem)]">{shown.unit}</span>
      </p>
      {remark && <p className="text-dns-14N-130 text-soft">{remark}</p>}
      {how && <How>{how}</How>}
    </div>
  )
}

/** "How this number is made", closed until it is wanted. */
export function How({ title, children }: { title?: string; children: ReactNode }) {
  const { shell } = useText()
  return (
    <Disclosure icon="info" title={title ?? shell.number.how}>
      {children}
    </Disclosure>
  )
}

type DisclosureProps = { title: string; children: ReactNode; open?: boolean; icon?: IconName }

/** More of something, closed until it is wanted; prints open. */
export function Disclosure({ title, children, open, icon }: DisclosureProps) {
  return (
    <details open={open} className="group mt-1">
      <summary className="inline-flex min-h-12 cursor-pointer list-none items-center gap-1.5 text-forest [&::-webkit-details-marker]:hidden">
        {icon && <Icon name={icon} className="size-4" />}
        <span className="underline decoration-1 underline-offset-4">{title}</span>
        <Icon name="next" className="size-3.5 transition-transform group-open:rotate-90" />
      </summary>
      <div className="pt-1 pb-2">{children}</div>
    </details>
  )
}

/** A mass in the text, every gram of it. */
export function Mass({ grams }: { grams: number }) {
  const { exactMass } = useFormat()
  const { value, unit } = exactMass(grams)
  return (
    <span className="figures whitespace-nowrap">
      {value}
      <span className="ms-0.5 text-[0.85em]">{unit}</span>
    </span>
  )
}
