import { importActsEndpoint } from '@morinowa/shared/destinations/contract.ts'
import { type ImportResult, importsEndpoint } from '@morinowa/shared/reductions/contract.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { saveText } from '../app/save-file.ts'
import { useText } from '../app/text.tsx'
import { upload } from '../app/upload.ts'
import { ImportAnswer } from '../mobility/import-answer.tsx'
import { Sending } from '../mobility/upload-records.tsx'
import { Button } from '../ui/button.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'

/** Takes a file of a hotel system or till, and shows what became of each line. */
export function UploadActs() {
  const { counter, provider } = useText()
  const client = useQueryClient()
  const [share, setShare] = useState(0)
  const sending = useMutation({
    mutationFn: (file: File) => {
      setShare(0)
      const type = /\.csv$/i.test(file.name) ? 'text/csv' : 'application/x-ndjson'
      return upload<ImportResult>(importActsEndpoint.path, file, { type, onProgress: setShare })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [importsEndpoint.path] }),
  })
  return (
    <>
      <Section title={counter.file.title} lead={counter.file.lead}>
        <div className="grid gap-4">
          <FileDrop
            label={provider.upload.drop}
            choose={provider.upload.choose}
            accepts={['.csv', '.ndjson', '.jsonl', 'text/csv', 'application/x-ndjson']}
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
          <Button
            look="quiet"
            icon="download"
            className="justify-self-start"
            // Spreadsheets here take a file without the mark for Shift_JIS.
            onPress={() => saveText(`\uFEFF${counter.file.sampleText}`, 'stays.csv', 'text/csv')}
          >
            {counter.file.sample}
          </Button>
        </div>
      </Section>
      {sending.data && (
        <ImportAnswer key={sending.data.importId} importId={sending.data.importId} file={sending.variables} />
      )}
    </>
  )
}
