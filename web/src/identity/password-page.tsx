import { useMutation } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { postAuth } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Page } from '../ui/page.tsx'
import { useWorded } from './worded.ts'

/** A forgotten password: asks for the mail, and chooses the new one where the mail's address leads. */
export function PasswordPage() {
  const { identity } = useText()
  const { searchStr } = useLocation()
  const asked = new URLSearchParams(searchStr)
  const token = asked.get('token')
  return (
    <Page
      title={identity.password.title}
      lead={token ? identity.password.newLead : identity.password.lead}
      width="reading"
    >
      {asked.has('error') && <Note tone="wait">{identity.password.linkDead}</Note>}
      <Card>{token ? <NewPassword token={token} /> : <AskMail />}</Card>
      <ButtonLink to="/sign-in" look="quiet">
        {identity.signUp.toSignIn}
      </ButtonLink>
    </Page>
  )
}

function AskMail() {
  const { identity } = useText()
  const worded = useWorded()
  const ask = useMutation({
    mutationFn: (email: string) => postAuth('request-password-reset', { email, redirectTo: '/password' }),
  })
  return (
    <AskForm error={worded(ask.error)} onSubmit={(form) => ask.mutate(String(form.get('email')))}>
      {ask.isSuccess && <Note tone="good">{identity.password.sent}</Note>}
      <TextField name="email" type="email" label={identity.signIn.email} autoComplete="email" isRequired />
      <Button type="submit" isPending={ask.isPending}>
        {identity.password.submit}
      </Button>
    </AskForm>
  )
}

function NewPassword({ token }: { token: string }) {
  const { identity } = useText()
  const worded = useWorded()
  const choose = useMutation({
    mutationFn: (newPassword: string) => postAuth('reset-password', { newPassword, token }),
  })
  if (choose.isSuccess) return <Note tone="good">{identity.password.done}</Note>
  return (
    <AskForm error={worded(choose.error)} onSubmit={(form) => choose.mutate(String(form.get('password')))}>
      <TextField
        name="password"
        type="password"
        label={identity.password.newPassword}
        description={identity.signUp.passwordHelp}
        autoComplete="new-password"
        minLength={10}
        maxLength={128}
        isRequired
      />
      <Button type="submit" isPending={choose.isPending}>
        {identity.password.keep}
      </Button>
    </AskForm>
  )
}
