import { type Claim, claimEndpoint } from '@morinowa/shared/schemes/contract.ts'
import { whoAndWhere } from '@morinowa/shared/schemes/who-and-where.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { certificatePath, publicSchemePath } from '../app/paths.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Stat } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Facts } from '../ui/table.tsx'
import { ClaimGrams, claimTones } from './claim-grams.tsx'
import { ClaimCodeForm } from './claim-code-form.tsx'
import { KeepClaim } from './keep-claim.tsx'
import { Origins } from './public-scheme-page.tsx'

/** What one sticker or receipt stands for, in one look. */
export function ClaimPage() {
  const { schemes } = useText()
  const { code } = useParams({ from: '/claims/$code' })
  const claim = useQuery({
    ...reading(claimEndpoint, { params: { code } }),
    // Each reading counts as a look, so one visit is one.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return (
    <Page title={schemes.claim.title} lead={schemes.claim.lead} width="reading">
      <Await query={claim}>{(found) => <Sheet claim={found} />}</Await>
      <Section title={schemes.claim.other}>
        <ClaimCodeForm />
      </Section>
    </Page>
  )
}

function Sheet({ claim }: { claim: Claim }) {
  const { desk, schemes } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const text = schemes.claim
  const isValid = claim.state !== 'returned'
  return (
    <>
      <article className="card grid gap-5 p-6">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <code className="text-[1.5rem] font-bold tracking-widest">{claim.code}</code>
          <Status tone={claimTones[claim.state]}>{text.states[claim.state]}</Status>
        </div>
        <Stat label={text.mass} grams={claim.massG} period={format.day(claim.soldOn)} size="big" colour="text-offset" />
        <Note tone={isValid ? claimTones[claim.state] : 'bad'} {...(isValid && { title: text.valid })}>
          {text.stateLeads[claim.state]}
        </Note>
        {claim.warning && <Note tone="wait">{claim.warning[language]}</Note>}
        <p className="text-soft">
          {claim.firstLook ? text.firstLook : text.looks(claim.looks, format.time(claim.firstSeenAt))}
        </p>
        <Facts
          facts={[
            [text.scheme, claim.schemeName],
            [text.shop, whoAndWhere(claim, schemes.public.by)],
            [text.soldOn, format.day(claim.soldOn)],
          ]}
        />
        {isValid && <KeepClaim code={claim.code} />}
        <div className="flex flex-wrap gap-2">
          {claim.certificateId && (
            <ButtonLink to={certificatePath(claim.certificateId)} icon="seal">
              {text.certificate}
            </ButtonLink>
          )}
          <ButtonLink to={publicSchemePath(claim.schemeId)} look="secondary">
            {text.schemeLink}
          </ButtonLink>
        </div>
      </article>
      {isValid && (
        <Section title={desk.grams.title}>
          <Card>
            <ClaimGrams claim={claim} isWhole />
          </Card>
        </Section>
      )}
      <Origins origins={claim.origins} />
    </>
  )
}
