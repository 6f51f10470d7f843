import {
  type ApiKey,
  createApiKeyEndpoint,
  listApiKeysEndpoint,
  revokeApiKeyEndpoint,
} from '@morinowa/shared/identity/contract.ts'
import type { Scope } from '@morinowa/shared/kernel/actor.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { AskForm, CheckList, TextField } from '../ui/field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'

type ApiKeysProps = {
  /** What a key may be given here. */
  scopes: readonly Scope[]
  chosen: readonly Scope[]
  /** Receives a new key once, so that examples can show it. */
  onMade?: (key: string | undefined) => void
}

/** The keys of an organisation's machines: made and shown once, listed without their secrets, revoked at once. */
export function ApiKeys(props: ApiKeysProps) {
  const { provider } = useText()
  const { acting } = useSession()
  return (
    <Section title={provider.keys.title} lead={provider.keys.lead}>
      {acting && (
        <div className="grid gap-5">
          <MakeKey organisationId={acting.id} {...props} />
          <KeyList organisationId={acting.id} />
        </div>
      )}
    </Section>
  )
}

function MakeKey({ organisationId, scopes, chosen, onMade }: ApiKeysProps & { organisationId: string }) {
  const { provider } = useText()
  const make = useCommand(createApiKeyEndpoint, { makesStale: [listApiKeysEndpoint.path] })
  const [wanted, setWanted] = useState<readonly string[]>(chosen)

  if (make.data) {
    return (
      <Note tone="good" title={provider.keys.made}>
        <p>{provider.keys.madeLead}</p>
        <div className="my-3">
          <CopyText value={make.data.key} />
        </div>
        <Button
          look="secondary"
          onPress={() => {
            make.reset()
            onMade?.(undefined)
          }}
        >
          {provider.keys.done}
        </Button>
      </Note>
    )
  }

  function submit(form: FormData) {
    const body = { name: String(form.get('name')), scopes: wanted as Scope[] }
    make.mutate({ params: { id: organisationId }, body }, { onSuccess: ({ key }) => onMade?.(key) })
  }
  return (
    <Card>
      <AskForm error={make.error} onSubmit={submit} className="grid max-w-xl gap-4">
        <TextField
          name="name"
          label={provider.keys.name}
          placeholder={provider.keys.namePlaceholder}
          maxLength={80}
          isRequired
        />
        <CheckList
          name="scopes"
          label={provider.keys.scopes}
          choices={scopes.map((id) => ({ id, label: provider.scopes[id] }))}
          value={wanted}
          onChange={setWanted}
        />
        <Button type="submit" icon="key" isPending={make.isPending} className="justify-self-start">
          {provider.keys.make}
        </Button>
      </AskForm>
    </Card>
  )
}

function KeyList({ organisationId }: { organisationId: string }) {
  const { provider } = useText()
  const format = useFormat()
  const keys = useQuery(reading(listApiKeysEndpoint, { params: { id: organisationId } }))
  const revoke = useCommand(revokeApiKeyEndpoint, { makesStale: [listApiKeysEndpoint.path] })

  const control = (key: ApiKey) =>
    key.revokedAt === null && (
      <Confirm
        opener={
          <Button look="quiet" isPending={revoke.isPending && revoke.variables.params.keyId === key.id}>
            {provider.keys.revoke}
          </Button>
        }
        title={provider.keys.revokeTitle(key.name)}
        confirm={provider.keys.revoke}
        look="danger"
        onConfirm={() => revoke.mutate({ params: { id: organisationId, keyId: key.id } })}
      >
        {provider.keys.revokeLead}
      </Confirm>
    )

  return (
    <Await query={keys}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="key" title={provider.keys.none}>
            {provider.keys.noneLead}
          </Empty>
        ) : (
          <div className="grid gap-3">
            <RefusalNote error={revoke.error} />
            <Table
              caption={provider.keys.title}
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                { title: provider.keys.name, cell: ({ name }) => name, names: true },
                { title: provider.keys.ending, cell: ({ last4 }) => <code>…{last4}</code> },
                {
                  title: provider.keys.scopes,
                  cell: ({ scopes }) => scopes.map((scope) => provider.scopes[scope]).join(' / '),
                },
                { title: provider.keys.created, cell: ({ createdAt }) => format.day(createdAt) },
                {
                  title: provider.keys.state,
                  cell: ({ revokedAt }) =>
                    revokedAt ? (
                      <Status tone="plain" icon="cross">
                        {provider.keys.revoked}
                      </Status>
                    ) : (
                      <Status tone="good">{provider.keys.active}</Status>
                    ),
                },
                { title: provider.keys.revoke, cell: control },
              ]}
            />
          </div>
        )
      }
    </Await>
  )
}
