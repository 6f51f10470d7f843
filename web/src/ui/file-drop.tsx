import { DropZone, FileTrigger, Text } from 'react-aria-components'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

type FileDropProps = {
  label: string
  choose: string
  /** Media types and endings, as `accept` of a file input takes them. */
  accepts: readonly string[]
  isPending?: boolean
  onFile: (file: File) => void
}

/** Takes one file: dropped, pasted or chosen. */
export function FileDrop({ label, choose, accepts, isPending = false, onFile }: FileDropProps) {
  return (
    <DropZone
      aria-label={label}
      className="grid justify-items-center gap-3 rounded-24 border-2 border-dashed border-edge bg-surface px-6 py-12 text-center data-[drop-target]:border-forest data-[drop-target]:bg-mist"
      onDrop={async ({ items }) => {
        const dropped = items.find((item) => item.kind === 'file')
        if (dropped?.kind === 'file') onFile(await dropped.getFile())
      }}
    >
      <Icon name="file" className="size-12 text-forest" />
      <Text slot="label">{label}</Text>
      <FileTrigger
        acceptedFileTypes={accepts}
        onSelect={(files) => {
          const chosen = files?.[0]
          if (chosen) onFile(chosen)
        }}
      >
        <Button isPending={isPending} icon="upload">
          {choose}
        </Button>
      </FileTrigger>
    </DropZone>
  )
}
