import { type Certificate, certificateRecordEndpoint } from '@morinowa/shared/certificates/contract.ts'
import { shortDigest } from '@morinowa/shared/certificates/credential.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { API_ROOT, reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { BackingOf } from '../forest/backing.tsx'
import { Await } from '../ui/await.tsx'
import { Anchor, Button, ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Note } from '../ui/note.tsx'
import { Qr } from '../ui/qr.tsx'
import { Status } from '../ui/status.tsx'
import { Facts } from '../ui/table.tsx'
import { placeOfUse } from './place-of-use.tsx'

type View = 'full' | 'public'

/** A certificate as a sheet of paper: on the screen, from the printer, and as PDF, JSON and QR. */
export function CertificatePage() {
  const { certificates, shell } = useText()
  const { id } = useParams({ from: '/certificates/$id' })
  const [view, setView] = useState<View>('full')
  const certificate = useQuery(reading(certificateRecordEndpoint, { params: { id }, query: { view } }))
  return (
    <div className="mx-auto grid w-full max-w-3xl gap-6 px-4 pt-6 pb-16 sm:px-6 sm:pt-10 print:p-0">
      <title>{`${certificates.title} ${id}｜${shell.brand} ${shell.brandLatin}`}</title>
      {/* The sheet brings its own; until it is there, and where there is none, the page is still called something. */}
      {!certificate.data && <h1 className="sr-only">{certificates.title}</h1>}
      <Await query={certificate}>
        {(found) => (
          <>
            <Sheet certificate={found} view={view} />
            <Actions id={id} view={view} retirementId={found.record.id} />
            <BackingOf id={found.record.id} />
            {(found.own || view === 'public') && (
              <div className="grid justify-items-start gap-3 print:hidden">
                <Note tone="info">{certificates.own}</Note>
                <Button look="secondary" onPress={() => setView(view === 'full' ? 'public' : 'full')}>
                  {view === 'full' ? certificates.publicView : certificates.ownView}
                </Button>
              </div>
            )}
          </>
        )}
      </Await>
    </div>
  )
}

function Sheet({ certificate, view }: { certificate: Certificate; view: View }) {
  const { certificates } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const { record, beneficiaryText, digest, claim, nameReview } = certificate
  const { value, unit } = format.exactMass(record.massG)
  const address = `${location.origin}/certificates/${record.certificateId}`
  return (
    <article className="rounded-16 border-4 border-double border-forest bg-surface p-5 sm:p-10 print:rounded-none">
      <header className="grid justify-items-center gap-2 text-center">
        <Icon name="ring" className="size-14 text-forest" />
        <h1 className="text-[1.875rem] tracking-[0.12em] lang-en:tracking-normal sm:text-[2.5rem]">
          {certificates.title}
        </h1>
        <p className="phrase text-balance">{certificates.statement}</p>
      </header>
      <div className="my-8 grid justify-items-center gap-2 border-y border-line py-6 text-center">
        <p className="phrase text-[1.5rem] leading-snug font-bold text-balance">{beneficiaryText[language]}</p>
        <p className="figures text-[3rem] leading-tight font-bold text-forest sm:text-[3.75rem]">
          {value}
          <span className="ms-1 text-[0.5em]">{unit}</span>
        </p>
        <p className="flex flex-wrap items-center justify-center gap-2">
          <FamilyMark family={record.family} />
          {view === 'full' && (
            <span className="print:hidden">
              <Status tone={nameReview === 'approved' ? 'good' : nameReview === 'rejected' ? 'bad' : 'plain'}>
                {certificates.reviews[nameReview]}
              </Status>
            </span>
          )}
        </p>
      </div>
      <Facts facts={factsOf(certificate, certificates, format)} />
      <div className="mt-8 grid items-end gap-6 sm:grid-cols-[1fr_auto] print:grid-cols-[1fr_auto]">
        <div className="text-std-16N-170">
          <p className="font-bold">{certificates.claim}</p>
          <p>{claim[language]}</p>
          <p className="mt-3 font-bold">{certificates.issuer}</p>
          <p className="break-all">{address}</p>
          <p>
            {certificates.digest}: <code title={digest}>{shortDigest(digest)}</code>
          </p>
        </div>
        <Qr value={address} label={certificates.qr} className="size-32" />
      </div>
    </article>
  )
}

function factsOf(
  { record }: Certificate,
  words: ReturnType<typeof useText>['certificates'],
  format: ReturnType<typeof useFormat>,
) {
  const { certificateId, purpose, periodFrom, periodTo, holder, retiredAt, note, serials } = record
  return [
    [words.number, <code className="break-all">{certificateId}</code>],
    [words.purpose, purpose],
    ...placeOfUse(words.place, record),
    ...(periodFrom && periodTo ? [[words.period, `${format.day(periodFrom)} – ${format.day(periodTo)}`] as const] : []),
    [words.holder, holder],
    [words.retiredAt, format.time(retiredAt)],
    [
      words.serials,
      <ul className="grid gap-2">
        {serials.map(({ text, projectName, scheme, methodology, vintage, registrySerials }) => (
          <li key={text}>
            <code className="text-dns-14N-130 break-all">{text}</code>
            <span className="block text-std-16N-170 text-soft">
              {[projectName, scheme, methodology, String(vintage), ...registrySerials].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>,
    ],
    ...(note ? [[words.note, note] as const] : []),
  ] as const
}

function Actions({ id, view, retirementId }: { id: string; view: View; retirementId: string }) {
  const { certificates } = useText()
  const { language } = useLanguage()
  const file = (suffix: string) => `${API_ROOT}/certificates/${id}.${suffix}?lang=${language}&view=${view}`
  return (
    <div className="flex flex-wrap gap-3 print:hidden">
      <Anchor href={file('pdf')} icon="download">
        {certificates.pdf}
      </Anchor>
      <Anchor href={file('json')} look="secondary" icon="file" download={`${id}.json`}>
        {certificates.json}
      </Anchor>
      <Button look="secondary" icon="print" onPress={() => window.print()}>
        {certificates.print}
      </Button>
      <ButtonLink to="/verify" search={{ id }} look="secondary" icon="check">
        {certificates.check}
      </ButtonLink>
      <ButtonLink to="/retirements/$id" params={{ id: retirementId }} look="quiet" icon="book">
        {certificates.register}
      </ButtonLink>
    </div>
  )
}
