import { readClaimCode } from '@morinowa/shared/schemes/claim-code.ts'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { Card } from '../ui/page.tsx'

/** Takes a code as somebody reads it off a sticker and leads to what it stands for. */
export function ClaimCodeForm() {
  const { schemes } = useText()
  const navigate = useNavigate()

  function submit(form: FormData) {
    const typed = String(form.get('code')).trim()
    // What is no code is asked for all the same: the server has the words for it.
    void navigate({ to: `/claims/${encodeURIComponent(readClaimCode(typed) ?? typed)}` as string })
  }
  return (
    <Card>
      <AskForm onSubmit={submit} className="flex max-w-xl flex-wrap items-end gap-3">
        <div className="min-w-48 flex-1">
          <TextField
            name="code"
            label={schemes.public.code}
            placeholder="7K3Q9XAB"
            maxLength={20}
            isInline
            isRequired
          />
        </div>
        <Button type="submit" icon="search">
          {schemes.public.check}
        </Button>
      </AskForm>
    </Card>
  )
}
