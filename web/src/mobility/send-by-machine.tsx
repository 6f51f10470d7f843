import { importRidesEndpoint } from '@morinowa/shared/mobility/contract.ts'
import { RIDE_COLUMNS_NEEDED } from '@morinowa/shared/mobility/ride-line.ts'
import { API_ROOT } from '../app/api-client.ts'
import { useText } from '../app/text.tsx'
import { Anchor } from '../ui/button.tsx'
import { CopyBlock } from '../ui/copy-block.tsx'
import { Section } from '../ui/page.tsx'
import { Disclosure } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { exampleLine } from './sample-files.ts'

/** The same upload for a machine: a command that works as it stands once the key is in it. */
export function SendByMachine({ apiKey }: { apiKey: string | undefined }) {
  const { provider } = useText()
  const { meanings, columns, needed, column, meaning } = provider.curl
  const command = [
    `curl -sS ${location.origin}${API_ROOT}${importRidesEndpoint.path} \\`,
    `  -H 'Authorization: Bearer ${apiKey ?? 'mw_…'}' \\`,
    `  -H 'Content-Type: application/x-ndjson' \\`,
    `  --data-binary '${exampleLine}'`,
  ].join('\n')
  const rows = [
    { names: ['externalId'], said: meanings.externalId },
    { names: ['subject'], said: meanings.subject },
    { names: ['mode'], said: meanings.mode },
    { names: ['startedAt'], said: meanings.startedAt },
    { names: ['endedAt'], said: meanings.endedAt },
    { names: ['distanceM'], said: meanings.distanceM },
    { names: ['fromMunicipality', 'toMunicipality'], said: meanings.municipalities },
    { names: ['purpose'], said: meanings.purpose },
  ]
  return (
    <Section
      title={provider.curl.title}
      lead={provider.curl.lead}
      actions={
        <Anchor href="/docs" look="quiet" icon="book">
          {provider.curl.docs}
        </Anchor>
      }
    >
      <CopyBlock label={provider.curl.copy} value={command} />
      <Disclosure title={columns}>
        <Table
          caption={columns}
          rows={rows}
          keyOf={({ names }) => names.join()}
          columns={[
            { title: column, cell: ({ names }) => <code>{names.join(' ')}</code>, names: true },
            {
              title: needed,
              cell: ({ names: [name = ''] }) =>
                RIDE_COLUMNS_NEEDED.includes(name) ? <Status tone="info">{needed}</Status> : '',
            },
            { title: meaning, cell: ({ said }) => said },
          ]}
        />
      </Disclosure>
    </Section>
  )
}
