import { makeLinkCodeEndpoint } from '@morinowa/shared/reductions/contract.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'

/** Gives a member the code with which they link their number to themselves. */
export function LinkCodeForm() {
  const { provider } = useText()
  const format = useFormat()
  const make = useCommand(makeLinkCodeEndpoint)
  return (
    <Section title={provider.code.title} lead={provider.code.lead}>
      <Card>
        <AskForm
          error={make.error}
          onSubmit={(form) => make.mutate({ body: { subject: String(form.get('subject')) } })}
          className="grid max-w-xl gap-4"
        >
          <TextField name="subject" label={provider.code.subject} maxLength={80} placeholder="M-1001" isRequired />
          <Button type="submit" look="secondary" isPending={make.isPending} className="justify-self-start">
            {provider.code.make}
          </Button>
          {make.data && (
            <Note tone="good" title={provider.code.made}>
              <CopyText value={make.data.code} />
              <p>{provider.code.expires(format.time(make.data.expiresAt))}</p>
            </Note>
          )}
        </AskForm>
      </Card>
    </Section>
  )
}
