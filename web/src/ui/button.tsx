import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { useText } from '../app/text.tsx'
import { Icon, type IconName } from './icon.tsx'

export type Look = 'primary' | 'secondary' | 'quiet' | 'danger'

// 48 pixels high everywhere: what a thumb needs.
const base =
  'inline-flex min-h-12 cursor-pointer items-center justify-center gap-2 rounded-full py-2 text-center leading-snug font-bold no-underline transition-colors'

const looks: Record<Look, string> = {
  primary: 'border border-transparent bg-solid px-5 text-on-solid hover:bg-solid-hover',
  secondary: 'border border-edge bg-surface px-5 text-forest hover:bg-mist',
  // Its word, not its padding, stands at the edge of the row.
  quiet: 'border border-transparent -mx-3 px-3 text-forest underline-offset-4 hover:bg-mist hover:underline',
  danger: 'border border-bad bg-surface px-5 text-bad hover:bg-bad-mist',
}

type Common = { look?: Look; icon?: IconName; children: ReactNode; className?: string }

export type ButtonProps = Common & Omit<AriaButtonProps, 'children' | 'className'>

/**
 * A button. While `isPending` it keeps the focus, says so, and ignores presses. React Aria's own pending state is not
 * used: its announcement points at the button, which is often gone by the time it is read.
 */
export function Button({ look = 'primary', icon, children, className = '', isPending, ...rest }: ButtonProps) {
  const { shell } = useText()
  const { type, onPress, ...others } = rest
  return (
    <AriaButton
      {...others}
      data-button=""
      {...(isPending
        ? { type: 'button', 'aria-disabled': true }
        : { ...(type && { type }), ...(onPress && { onPress }) })}
      className={({ isDisabled }) =>
        `${base} ${looks[look]} ${className} ${isDisabled || isPending ? 'cursor-default opacity-60' : ''}`
      }
    >
      {isPending ? <Turning /> : icon && <Icon name={icon} />}
      {children}
      {isPending && <span className="sr-only">{shell.states.sending}</span>}
    </AriaButton>
  )
}

function Turning() {
  return (
    <span
      aria-hidden="true"
      className="size-5 animate-spin rounded-full border-2 border-current border-t-transparent motion-reduce:animate-none"
    />
  )
}

/** A link to a page that looks like a button: `<ButtonLink to="/log">`. */
export const ButtonLink = createLink(Anchor)

/** A link to a file or another site that looks like a button. */
export function Anchor({
  look = 'primary',
  icon,
  children,
  className = '',
  ...rest
}: Common & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'children' | 'className'>) {
  return (
    <a {...rest} data-button="" className={`${base} ${looks[look]} ${className}`}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  )
}
