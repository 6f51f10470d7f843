import { importActsEndpoint } from '@morinowa/shared/destinations/contract.ts'
import { importRidesEndpoint } from '@morinowa/shared/mobility/contract.ts'
import { type ImportResult, importsEndpoint } from '@morinowa/shared/reductions/contract.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProgressBar } from 'react-aria-components'
import { useFormat } from '../app/format.ts'
import { saveText } from '../app/save-file.ts'
import { useText } from '../app/text.tsx'
import { upload } from '../app/upload.ts'
import { Button } from '../ui/button.tsx'
import { Tiles } from '../ui/field.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { type SampleFile, sampleFiles } from './sample-files.ts'

type PoolChoice = 'rides' | 'acts'

const paths = { rides: importRidesEndpoint.path, acts: importActsEndpoint.path } as const

/** Takes a file of records, shows how far it is, and hands on the id of the answer. */
export function UploadRecords({ onAnswer }: { onAnswer: (importId: string, file: File) => void }) {
  const { provider } = useText()
  const client = useQueryClient()
  const [pool, setPool] = useState<PoolChoice>('rides')
  const [share, setShare] = useState(0)
  const sending = useMutation({
    mutationFn: (file: File) => {
      setShare(0)
      return upload<ImportResult>(paths[pool], file, { type: mediaTypeOf(file.name), onProgress: setShare })
    },
    onSuccess: ({ importId }, file) => {
      onAnswer(importId, file)
      return client.invalidateQueries({ queryKey: [importsEndpoint.path] })
    },
  })
  return (
    <Section title={provider.upload.title} lead={provider.upload.lead}>
      <div className="grid gap-5">
        <Tiles
          name="pool"
          label={provider.upload.pool}
          choices={[
            { id: 'rides', label: provider.upload.rides, icon: 'bus' },
            { id: 'acts', label: provider.upload.acts, icon: 'bed' },
          ]}
          value={pool}
          onChange={(chosen) => setPool(chosen as PoolChoice)}
          wide
        />
        <FileDrop
          label={provider.upload.drop}
          choose={provider.upload.choose}
          accepts={['.ndjson', '.jsonl', '.json', '.csv', 'application/x-ndjson', 'text/csv']}
          isPending={sending.isPending}
          onFile={(file) => sending.mutate(file)}
        />
        {sending.isPending && (
          <Sending
            share={share}
            said={share >= 1 ? provider.upload.reading : provider.upload.sending(sending.variables.name)}
            note={provider.upload.again}
          />
        )}
        <RefusalNote error={sending.error} />
        <Samples />
      </div>
    </Section>
  )
}

/** CSV by its ending; everything else is read line by line as JSON. */
const mediaTypeOf = (name: string) => (/\.csv$/i.test(name) ? 'text/csv' : 'application/x-ndjson')

/** How much of a file has left; then that it is being read. */
export function Sending({ said, share, note }: { said: string; share: number; note?: string }) {
  const format = useFormat()
  const hasLeft = share >= 1
  return (
    <ProgressBar aria-label={said} value={Math.round(share * 100)} isIndeterminate={hasLeft} className="grid gap-1">
      <div className="flex flex-wrap justify-between gap-x-4" aria-hidden="true">
        <span className="font-bold">{said}</span>
        {!hasLeft && <span className="figures">{format.percent(share)}</span>}
      </div>
      <div className="h-3 overflow-hidden rounded-full bg-mist shadow-[inset_0_0_0_1px_var(--color-line)]">
        <div
          className={`h-full rounded-full bg-solid ${hasLeft ? 'animate-pulse motion-reduce:animate-none' : ''}`}
          style={{ width: `${Math.max(2, share * 100)}%` }}
        />
      </div>
      {note && <p className="text-soft">{note}</p>}
    </ProgressBar>
  )
}

function Samples() {
  const { provider } = useText()
  const save = ({ text, name, type }: SampleFile) => saveText(text, name, type)
  return (
    <div>
      <p className="text-std-16N-170 text-soft">{provider.upload.samples}</p>
      <div className="flex flex-wrap gap-x-2">
        <Button look="quiet" icon="download" onPress={() => save(sampleFiles.rides)}>
          {provider.upload.sampleRides}
        </Button>
        <Button look="quiet" icon="download" onPress={() => save(sampleFiles.ridesCsv)}>
          {provider.upload.sampleRidesCsv}
        </Button>
        <Button look="quiet" icon="download" onPress={() => save(sampleFiles.acts)}>
          {provider.upload.sampleActs}
        </Button>
      </div>
    </div>
  )
}
