import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { useArrival, usePasskey, useSignIn, useSignUp } from '../app/session.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Page } from '../ui/page.tsx'
import { useWorded } from './worded.ts'

export function SignInPage() {
  const { identity, shell } = useText()
  const [isNew, setIsNew] = useState(false)
  const { searchStr } = useLocation()
  const asked = new URLSearchParams(searchStr)
  const deadLink = asked.has('error')
  useArrival(asked.has('confirmed') && !deadLink)
  return (
    <Page title={isNew ? identity.signUp.title : identity.signIn.title} lead={identity.signIn.lead} width="reading">
      {deadLink && <Note tone="wait">{identity.signIn.linkDead}</Note>}
      <Card>{isNew ? <SignUpForm /> : <SignInForm />}</Card>
      <div className="grid justify-items-start gap-3">
        <Button look="quiet" onPress={() => setIsNew(!isNew)}>
          {isNew ? identity.signUp.toSignIn : identity.signIn.toSignUp}
        </Button>
        <ButtonLink to="/password" look="quiet">
          {identity.signIn.forgotten}
        </ButtonLink>
        <ButtonLink to="/demo" look="quiet" icon="people">
          {shell.states.tryDemo}
        </ButtonLink>
        <p className="text-soft">{identity.signUp.noAccount}</p>
      </div>
    </Page>
  )
}

function SignInForm() {
  const { identity } = useText()
  const signIn = useSignIn()
  const worded = useWorded()
  const passkey = usePasskey()

  function submit(form: FormData) {
    const ask = { email: String(form.get('email')), password: String(form.get('password')) }
    signIn.mutate(ask)
  }

  return (
    <AskForm error={worded(signIn.error)} onSubmit={submit}>
      <TextField name="email" type="email" label={identity.signIn.email} autoComplete="username webauthn" isRequired />
      <TextField
        name="password"
        type="password"
        label={identity.signIn.password}
        autoComplete="current-password webauthn"
        isRequired
      />
      <Button type="submit" isPending={signIn.isPending}>
        {identity.signIn.submit}
      </Button>
      <p className="text-center text-soft">{identity.signIn.or}</p>
      {passkey.isError && <Note tone="wait">{identity.signIn.passkeyFailed}</Note>}
      <Button look="secondary" icon="key" isPending={passkey.isPending} onPress={() => passkey.mutate()}>
        {identity.signIn.passkey}
      </Button>
    </AskForm>
  )
}

function SignUpForm() {
  const { identity } = useText()
  const { language } = useLanguage()
  const signUp = useSignUp()
  const worded = useWorded()

  function submit(form: FormData) {
    const text = (name: string) => String(form.get(name))
    const ask = { name: text('name'), email: text('email'), password: text('password'), language }
    signUp.mutate(ask)
  }

  return (
    <AskForm error={worded(signUp.error)} onSubmit={submit}>
      {signUp.data?.token === null && <Note tone="good">{identity.signUp.sent(signUp.variables?.email ?? '')}</Note>}
      <TextField name="name" label={identity.signUp.name} autoComplete="nickname" maxLength={80} isRequired />
      <TextField name="email" type="email" label={identity.signIn.email} autoComplete="email" isRequired />
      <TextField
        name="password"
        type="password"
        label={identity.signUp.password}
        description={identity.signUp.passwordHelp}
        autoComplete="new-password"
        minLength={10}
        maxLength={128}
        isRequired
      />
      <Button type="submit" isPending={signUp.isPending}>
        {identity.signUp.submit}
      </Button>
    </AskForm>
  )
}
