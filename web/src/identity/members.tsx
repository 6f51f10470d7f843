import {
  addMemberEndpoint,
  listMembersEndpoint,
  type Member,
  removeMemberEndpoint,
} from '@morinowa/shared/identity/contract.ts'
import { Role } from '@morinowa/shared/kernel/actor.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { AskForm, SelectField, TextField } from '../ui/field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'

/** Who uses the organisation, for its administrators. */
export function Members({ organisationId }: { organisationId: string }) {
  const { organisation } = useText()
  const { person } = useSession()
  const words = organisation.members
  const members = useQuery(reading(listMembersEndpoint, { params: { id: organisationId } }))
  const remove = useCommand(removeMemberEndpoint, { makesStale: [listMembersEndpoint.path] })

  const control = ({ personId, name }: Member) =>
    personId === person?.id ? (
      words.you
    ) : (
      <Confirm
        opener={<Button look="quiet">{words.remove}</Button>}
        title={words.removeTitle(name)}
        confirm={words.remove}
        look="danger"
        onConfirm={() => remove.mutate({ params: { id: organisationId, personId } })}
      >
        {words.removeLead}
      </Confirm>
    )

  return (
    <Section title={words.title} lead={organisation.rolesHelp}>
      <div className="grid gap-4">
        <RefusalNote error={remove.error} />
        <Await query={members}>
          {({ items }) => (
            <Table
              caption={words.title}
              rows={items}
              keyOf={({ personId }) => personId}
              columns={[
                { title: words.name, cell: ({ name }) => name, names: true },
                { title: words.email, cell: ({ email }) => <span className="break-all">{email}</span> },
                { title: words.role, cell: ({ role }) => organisation.roles[role] },
                { title: words.remove, cell: control },
              ]}
            />
          )}
        </Await>
        <AddMember organisationId={organisationId} />
      </div>
    </Section>
  )
}

function AddMember({ organisationId }: { organisationId: string }) {
  const { organisation } = useText()
  const words = organisation.members
  const add = useCommand(addMemberEndpoint, { makesStale: [listMembersEndpoint.path] })

  function submit(form: FormData) {
    const body = { email: String(form.get('email')), role: String(form.get('role')) as Role }
    add.mutate({ params: { id: organisationId }, body })
  }
  return (
    <Card>
      <AskForm error={add.error} onSubmit={submit} className="grid max-w-xl gap-2">
        <p className="text-soft">{words.addLead}</p>
        {add.isSuccess && (
          <div role="status">
            <Note tone="good">{words.added(add.data.name)}</Note>
          </div>
        )}
        <TextField name="email" type="email" label={words.email} isRequired />
        <SelectField
          name="role"
          label={words.role}
          defaultValue="member"
          isRequired
          choices={Role.options.map((id) => ({ id, label: organisation.roles[id] }))}
        />
        <Button type="submit" icon="plus" isPending={add.isPending} className="justify-self-start">
          {words.add}
        </Button>
      </AskForm>
    </Card>
  )
}
