import { useState } from 'react'
import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { ApiKeys } from '../identity/api-keys.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { OwnReviews } from '../reductions/own-reviews.tsx'
import { CorrectRecords } from './correct-records.tsx'
import { Feeds } from './feeds.tsx'
import { ImportAnswer } from './import-answer.tsx'
import { LinkCodeForm } from './link-code-form.tsx'
import { PastImports } from './past-imports.tsx'
import { SendByMachine } from './send-by-machine.tsx'
import { UploadRecords } from './upload-records.tsx'
import { WebhookChannels } from './webhook-channels.tsx'

export function ProviderPage() {
  const { provider } = useText()
  return (
    <Page title={provider.title} lead={provider.lead}>
      <For kinds={['provider']}>
        <ProviderDesk />
      </For>
    </Page>
  )
}

function ProviderDesk() {
  const { provider } = useText()
  const [importId, setImportId] = useState<string>()
  const [sent, setSent] = useState<{ importId: string; file: File }>()
  const [key, setKey] = useState<string>()
  return (
    <Tabs
      label={provider.title}
      tabs={[
        {
          id: 'send',
          title: provider.groups.send,
          content: (
            <>
              <UploadRecords
                onAnswer={(id, file) => {
                  setImportId(id)
                  setSent({ importId: id, file })
                }}
              />
              {importId && (
                <ImportAnswer
                  key={importId}
                  importId={importId}
                  file={sent?.importId === importId ? sent.file : undefined}
                />
              )}
              <PastImports shown={importId} onOpen={setImportId} />
            </>
          ),
        },
        {
          id: 'mend',
          title: provider.groups.mend,
          content: (
            <>
              <OwnReviews />
              <CorrectRecords />
            </>
          ),
        },
        { id: 'timetables', title: provider.groups.timetables, content: <Feeds /> },
        {
          id: 'connect',
          title: provider.groups.connect,
          content: (
            <>
              <ApiKeys
                scopes={['mobility:write', 'destinations:write', 'credits:read']}
                chosen={['mobility:write']}
                onMade={setKey}
              />
              <SendByMachine apiKey={key} />
              <WebhookChannels />
              <LinkCodeForm />
            </>
          ),
        },
      ]}
    />
  )
}
