import { useState } from 'react'
import { useText } from '../app/text.tsx'
import { Button } from './button.tsx'

/** Several lines to take away: a command, a file. */
export function CopyBlock({ label, value, isProse = false }: { label: string; value: string; isProse?: boolean }) {
  const { shell } = useText()
  const [copied, setCopied] = useState(false)
  return (
    <div className="card overflow-hidden">
      <pre
        role="region"
        aria-label={label}
        // A region that scrolls must be reachable by keyboard.
        tabIndex={0}
        className={`overflow-x-auto p-4 text-std-16N-170 ${isProse ? 'font-sans whitespace-pre-wrap' : ''}`}
      >
        {isProse ? value : <code>{value}</code>}
      </pre>
      <div className="border-t border-line bg-mist px-2">
        <Button
          look="quiet"
          icon={copied ? 'check' : 'copy'}
          onPress={async () => {
            await navigator.clipboard.writeText(value)
            setCopied(true)
          }}
        >
          {copied ? shell.states.copied : label}
        </Button>
      </div>
    </div>
  )
}
