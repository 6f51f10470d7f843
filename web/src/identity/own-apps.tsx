import {
  type App,
  createAppEndpoint,
  disableAppEndpoint,
  listAppsEndpoint,
} from '@morinowa/shared/identity/oauth/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'

/** The apps of a provider: registered, listed with their client_id, stopped at once. */
export function OwnApps() {
  const { apps } = useText()
  const make = useCommand(createAppEndpoint, { makesStale: ['/apps'] })

  function submit(form: FormData) {
    const redirectUris = String(form.get('redirectUris')).split(/\s+/).filter(Boolean)
    make.mutate({ body: { name: String(form.get('name')), redirectUris } })
  }
  return (
    <Section title={apps.own.title} lead={apps.own.lead}>
      <div className="grid gap-5">
        <Card>
          <AskForm error={make.error} onSubmit={submit} className="grid max-w-xl gap-4">
            <TextField name="name" label={apps.own.name} maxLength={80} isRequired />
            <TextField
              name="redirectUris"
              label={apps.own.redirects}
              placeholder="https://app.example/callback"
              rows={2}
              isRequired
            />
            <Button type="submit" icon="plus" isPending={make.isPending} className="justify-self-start">
              {apps.own.make}
            </Button>
          </AskForm>
        </Card>
        <AppList />
      </div>
    </Section>
  )
}

function AppList() {
  const { apps } = useText()
  const format = useFormat()
  const own = useQuery(reading(listAppsEndpoint))
  const stop = useCommand(disableAppEndpoint, { makesStale: ['/apps'] })

  const control = ({ id, name, disabledAt }: App) =>
    disabledAt === null && (
      <Confirm
        opener={<Button look="quiet">{apps.own.stop}</Button>}
        title={apps.own.stopTitle(name)}
        confirm={apps.own.stop}
        look="danger"
        onConfirm={() => stop.mutate({ params: { id } })}
      >
        {apps.own.stopLead}
      </Confirm>
    )
  return (
    <Await query={own}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="key" title={apps.own.none}>
            {apps.own.noneLead}
          </Empty>
        ) : (
          <div className="grid gap-3">
            <RefusalNote error={stop.error} />
            <Table
              caption={apps.own.title}
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                { title: apps.own.name, cell: ({ name }) => name, names: true },
                { title: apps.own.id, cell: ({ id }) => <code className="break-all">{id}</code> },
                { title: apps.own.created, cell: ({ createdAt }) => format.day(createdAt) },
                {
                  title: apps.own.state,
                  cell: ({ disabledAt }) =>
                    disabledAt ? (
                      <Status tone="plain">{apps.own.stopped}</Status>
                    ) : (
                      <Status tone="good">{apps.own.active}</Status>
                    ),
                },
                { title: apps.own.stop, cell: control },
              ]}
            />
          </div>
        )
      }
    </Await>
  )
}
