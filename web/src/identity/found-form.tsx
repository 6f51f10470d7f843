import {
  createOrganisationEndpoint,
  type CreateOrganisation,
  FoundableKind,
} from '@morinowa/shared/identity/contract.ts'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommand } from '../app/command.ts'
import { firstPageOf } from '../app/navigation.ts'
import { useActFor } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { PlaceField } from '../municipalities/place-field.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, SelectField, TextField } from '../ui/field.tsx'

/** Founds an organisation and goes on as it; one that has to wait stays here, where its state is shown. */
export function FoundForm() {
  const { organisation, shell } = useText()
  const words = organisation.found
  const found = useCommand(createOrganisationEndpoint)
  const actFor = useActFor()
  const navigate = useNavigate()
  const [place, setPlace] = useState<string | null>(null)

  function submit(form: FormData) {
    const corporateNumber = String(form.get('corporateNumber')).trim()
    const body = {
      name: String(form.get('name')),
      kind: String(form.get('kind')),
      ...(place !== null && { municipalityCode: place }),
      ...(corporateNumber !== '' && { corporateNumber }),
    } as CreateOrganisation
    found.mutate(
      { body },
      {
        onSuccess: async ({ id, kind, standing }) => {
          await actFor(id)
          if (standing === 'approved') await navigate({ to: firstPageOf(kind) })
        },
      },
    )
  }
  return (
    <AskForm error={found.error} onSubmit={submit} className="grid max-w-xl gap-2">
      <TextField name="name" label={words.name} maxLength={120} isRequired />
      <SelectField
        name="kind"
        label={words.kind}
        description={words.waits}
        defaultValue="merchant"
        isRequired
        choices={FoundableKind.options.map((id) => ({ id, label: shell.kinds[id] }))}
      />
      <PlaceField
        name="municipalityCode"
        label={words.place}
        description={words.placeHelp}
        value={place}
        onChange={setPlace}
      />
      <TextField name="corporateNumber" label={words.corporateNumber} maxLength={13} />
      <Button type="submit" isPending={found.isPending} className="justify-self-start">
        {words.submit}
      </Button>
    </AskForm>
  )
}
