import { useState } from 'react'
import { useText } from '../app/text.tsx'
import { Button } from './button.tsx'

/** A text to take away: a serial, a key, a link. A long one that nobody reads is only copied. */
export function CopyText({ value, isShown = true }: { value: string; isShown?: boolean }) {
  const { shell } = useText()
  const [copied, setCopied] = useState(false)
  return (
    <span className="flex flex-wrap items-center gap-2">
      {isShown && <code className="min-w-0 rounded-8 bg-mist px-2 py-1 break-all">{value}</code>}
      <Button
        look="quiet"
        icon={copied ? 'check' : 'copy'}
        onPress={async () => {
          await navigator.clipboard.writeText(value)
          setCopied(true)
        }}
      >
        {copied ? shell.states.copied : shell.states.copy}
      </Button>
    </span>
  )
}
