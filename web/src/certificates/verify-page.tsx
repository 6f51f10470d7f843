import { verifyCertificateEndpoint } from '@morinowa/shared/certificates/contract.ts'
import { useMutation } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { call, UnreachableError } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { Icon } from '../ui/icon.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Disclosure } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Facts } from '../ui/table.tsx'
import { checkHere, figuresSaid, prepareChecks, readCredential } from './check-here.ts'
import { attachedJson } from './read-attachment.ts'
import { signedJson, VerifySamples } from './verify-samples.tsx'

const PDF = 'application/pdf'
const JSON_TYPE = 'application/json'

/** One document to check, or the number of one that is here. */
type Asked = { name: string; blob: Blob } | { id: string }

/** The server compares it with the ledger, this browser checks what it can alone; without a connection only that. */
async function verify(asked: Asked) {
  const { name, blob } =
    'id' in asked
      ? { name: `${asked.id}.json`, blob: new Blob([await signedJson(asked.id)], { type: JSON_TYPE }) }
      : asked
  const json = blob.type === PDF ? await attachedJson(new Uint8Array(await blob.arrayBuffer())) : await blob.text()
  const credential = json === null ? null : readCredential(json)
  const [server, here] = await Promise.all([
    call(verifyCertificateEndpoint, { file: blob }).catch((error: unknown) => {
      if (credential && error instanceof UnreachableError) return null
      throw error
    }),
    credential ? checkHere(credential) : [],
  ])
  const said = credential ? figuresSaid(credential) : null
  return { name, server, here, said, isReal: server?.valid !== false && here.every(({ ok }) => ok) }
}

type Verdict = Awaited<ReturnType<typeof verify>>

export function VerifyPage() {
  const { certificates } = useText()
  const words = certificates.verify
  const checking = useMutation({ mutationFn: verify, networkMode: 'always' })
  const [isUnreadable, setIsUnreadable] = useState(false)
  // A certificate's own page asks here by its number.
  const { id } = useSearch({ strict: false }) as { id?: string }
  const { mutate } = checking

  useEffect(prepareChecks, [])
  useEffect(() => {
    if (id) mutate({ id: String(id) })
  }, [id, mutate])

  function checkFile(file: File) {
    setIsUnreadable(false)
    const type = file.type === PDF || file.name.toLowerCase().endsWith('.pdf') ? PDF : JSON_TYPE
    checking.mutate({ name: file.name, blob: new Blob([file], { type }) })
  }

  function checkText(form: FormData) {
    const text = String(form.get('json'))
    const readable = readCredential(text) !== null
    setIsUnreadable(!readable)
    if (readable) checking.mutate({ name: words.pasted, blob: new Blob([text], { type: JSON_TYPE }) })
  }

  return (
    <Page title={words.title} lead={words.lead} width="reading">
      <FileDrop
        label={words.drop}
        choose={words.choose}
        accepts={[PDF, JSON_TYPE, '.json', '.pdf']}
        isPending={checking.isPending}
        onFile={checkFile}
      />
      <VerifySamples
        isPending={checking.isPending}
        onSample={(name, json) => {
          setIsUnreadable(false)
          checking.mutate({ name, blob: new Blob([json], { type: JSON_TYPE }) })
        }}
      />
      <div role="status" aria-live="polite" className="-mt-8 sm:-mt-12">
        {checking.data && (
          <div className="mt-8 sm:mt-12">
            <Answer verdict={checking.data} />
          </div>
        )}
      </div>
      <RefusalNote error={checking.error} />
      <div>
        <Disclosure title={words.paste}>
          <AskForm onSubmit={checkText} className="grid gap-4 pt-2">
            <TextField name="json" label={words.pasteLabel} rows={8} isRequired />
            {isUnreadable && (
              <div role="alert">
                <Note tone="bad">{words.unreadable}</Note>
              </div>
            )}
            <Button type="submit" look="secondary" isPending={checking.isPending} className="justify-self-start">
              {words.pastePress}
            </Button>
          </AskForm>
        </Disclosure>
        <Link to="/registry" className="link inline-flex min-h-12 items-center">
          {words.number}
        </Link>
      </div>
    </Page>
  )
}

function Answer({ verdict: { name, server, here, said, isReal } }: { verdict: Verdict }) {
  const { certificates } = useText()
  const format = useFormat()
  const words = certificates.verify
  return (
    <div className="grid gap-6">
      <div
        className={`grid justify-items-center gap-2 rounded-24 border-2 p-8 text-center ${isReal ? 'border-good bg-good-mist text-good' : 'border-bad bg-bad-mist text-bad'}`}
      >
        <Icon name={isReal ? 'seal' : 'alert'} className="size-20" />
        <h2 className="text-[1.75rem]">{isReal ? (server ? words.valid : words.signed) : words.invalid}</h2>
        <p className="text-ink">{isReal ? (server ? words.validLead : words.signedLead) : words.invalidLead}</p>
        <p className="text-dns-14N-130 text-ink">{words.file(name)}</p>
        {server?.certificateId && (
          <ButtonLink to="/certificates/$id" params={{ id: server.certificateId }} look="secondary" icon="seal">
            {words.seeCertificate}
          </ButtonLink>
        )}
      </div>
      {server && (
        <Section title={words.server}>
          <Checks checks={server.checks} />
        </Section>
      )}
      {here.length > 0 && (
        <Section title={words.here} lead={words.hereLead}>
          <Checks checks={here} />
        </Section>
      )}
      {said && (
        <Section title={words.said} lead={words.saidLead}>
          <Card>
            <Facts
              facts={[
                [certificates.number, <code className="break-all">{said.number}</code>],
                [certificates.beneficiary, said.beneficiary ?? words.unnamed],
                [certificates.mass, said.massG === null ? '—' : format.exactMassText(said.massG)],
                [certificates.purpose, said.purpose],
                [certificates.holder, said.holder],
              ]}
            />
          </Card>
        </Section>
      )}
    </div>
  )
}

function Checks({ checks }: { checks: Verdict['here'] }) {
  const { certificates } = useText()
  const { language } = useLanguage()
  return (
    <Card>
      <ul className="grid gap-2">
        {checks.map(({ id, ok, text }) => (
          <li key={id} className="grid grid-cols-[1fr_auto] items-center gap-x-4">
            <span className="min-w-0">{text[language]}</span>
            <Status tone={ok ? 'good' : 'bad'} icon={ok ? 'check' : 'cross'}>
              {ok ? certificates.verify.ok : certificates.verify.bad}
            </Status>
          </li>
        ))}
      </ul>
    </Card>
  )
}
