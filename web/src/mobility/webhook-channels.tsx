import type { Pool } from '@morinowa/shared/reductions/reduction.ts'
import {
  type Channel,
  channelsEndpoint,
  openChannelEndpoint,
  revokeChannelEndpoint,
  rotateChannelEndpoint,
} from '@morinowa/shared/reductions/webhooks/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { How } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'

const makesStale = [channelsEndpoint.path]

/** Channels through which a provider's systems send by themselves: opened, watched for gaps, closed. */
export function WebhookChannels() {
  const { webhooks: text } = useText()
  const channels = useQuery(reading(channelsEndpoint, {}))
  return (
    <Section title={text.title} lead={text.lead}>
      <div className="grid gap-5">
        <OpenForm />
        <Await query={channels}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon="key" title={text.none}>
                {text.noneLead}
              </Empty>
            ) : (
              <Channels items={items} />
            )
          }
        </Await>
      </div>
    </Section>
  )
}

function OpenForm() {
  const { webhooks: text, provider } = useText()
  const open = useCommand(openChannelEndpoint, { makesStale })
  const [pool, setPool] = useState<Pool>('mobility')
  if (open.data) return <Secret url={open.data.url} secret={open.data.secret} onDone={() => open.reset()} />
  return (
    <Card>
      <AskForm
        error={open.error}
        onSubmit={(form) => open.mutate({ body: { name: String(form.get('channel')), pool } })}
        className="grid max-w-xl gap-4"
      >
        <TextField name="channel" label={text.name} placeholder={text.namePlaceholder} maxLength={60} isRequired />
        <Segments
          label={text.pool}
          value={pool}
          onChange={(chosen) => setPool(chosen as Pool)}
          choices={(['mobility', 'destinations'] as const).map((id) => ({ id, label: provider.pools[id] }))}
        />
        <Button type="submit" icon="key" isPending={open.isPending} className="justify-self-start">
          {text.open}
        </Button>
      </AskForm>
      <How>
        <ul className="grid max-w-prose list-disc gap-2 ps-5">
          {text.howLines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </How>
    </Card>
  )
}

function Secret({ url, secret, onDone }: { url: string; secret: string; onDone: () => void }) {
  const { webhooks: text } = useText()
  return (
    <Note tone="good" title={text.secretTitle}>
      <p>{text.secretLead}</p>
      <div className="my-3 grid gap-2">
        <CopyText value={secret} />
        <CopyText value={url} />
      </div>
      <Button look="secondary" onPress={onDone}>
        {text.done}
      </Button>
    </Note>
  )
}

function Channels({ items }: { items: readonly Channel[] }) {
  const { webhooks: text, provider } = useText()
  const format = useFormat()
  const rotate = useCommand(rotateChannelEndpoint, { makesStale })
  const close = useCommand(revokeChannelEndpoint, { makesStale })
  const missing = ({ missing: gaps }: Channel) =>
    gaps.length === 0
      ? text.complete
      : gaps.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
  const control = (channel: Channel) =>
    channel.revokedAt === null && (
      <div className="flex flex-wrap justify-end gap-1">
        <Button look="quiet" onPress={() => rotate.mutate({ params: { id: channel.id } })}>
          {text.rotate}
        </Button>
        <Confirm
          opener={<Button look="quiet">{text.close}</Button>}
          title={channel.name}
          confirm={text.close}
          look="danger"
          onConfirm={() => close.mutate({ params: { id: channel.id } })}
        >
          {provider.keys.revokeLead}
        </Confirm>
      </div>
    )
  return (
    <div className="grid gap-3">
      <RefusalNote error={rotate.error ?? close.error} />
      {rotate.data && <Secret url={rotate.data.url} secret={rotate.data.secret} onDone={() => rotate.reset()} />}
      <Table
        caption={text.caption}
        rows={items}
        keyOf={({ id }) => id}
        columns={[
          { title: text.name, cell: ({ name }) => name, names: true },
          { title: text.pool, cell: ({ pool }) => provider.pools[pool] },
          { title: text.received, cell: ({ received }) => format.number(received), align: 'end' },
          { title: text.last, cell: ({ last }) => format.number(last), align: 'end' },
          { title: text.missing, cell: missing },
          {
            title: text.state,
            cell: (channel) =>
              channel.revokedAt === null ? (
                <>
                  <Status tone="good">{text.active}</Status>
                  {control(channel)}
                </>
              ) : (
                <Status tone="plain">{text.closed}</Status>
              ),
          },
        ]}
      />
    </div>
  )
}
