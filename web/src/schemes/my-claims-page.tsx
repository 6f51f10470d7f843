import { type OwnClaim, ownClaimsEndpoint } from '@morinowa/shared/schemes/kit/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { claimPath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Mass, Stat } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { ClaimGrams, claimTones } from './claim-grams.tsx'

/** The claims that somebody keeps, each with how far its own grams are. */
export function MyClaimsPage() {
  const { claims } = useText().desk
  return (
    <Page title={claims.title} lead={claims.lead} width="reading">
      <For kinds="person">
        <Kept />
      </For>
    </Page>
  )
}

function Kept() {
  const { claims } = useText().desk
  const list = useQuery(reading(ownClaimsEndpoint))
  return (
    <Await query={list}>
      {({ items, massG }) =>
        items.length === 0 ? (
          <Empty
            icon="leaf"
            title={claims.none}
            action={
              <ButtonLink to="/claims" icon="search">
                {claims.type}
              </ButtonLink>
            }
          >
            {claims.noneLead}
          </Empty>
        ) : (
          <div className="grid gap-6">
            <Stat label={claims.sum} grams={massG} period={claims.count(String(items.length))} size="big" />
            <ul className="grid gap-4">
              {items.map((claim) => (
                <OneClaim key={claim.code} claim={claim} />
              ))}
            </ul>
            <div>
              <ButtonLink to="/claims" look="secondary" icon="search">
                {claims.type}
              </ButtonLink>
            </div>
          </div>
        )
      }
    </Await>
  )
}

function OneClaim({ claim }: { claim: OwnClaim }) {
  const { desk, schemes } = useText()
  const format = useFormat()
  const { claims } = desk
  const [origin] = claim.origins
  return (
    <li className="card grid gap-3 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-[1.125rem]">
          {claim.schemeName}
          <span className="block text-std-16N-170 font-normal text-soft">
            {claim.place}
            {origin && ` · ${origin.projectName}`}
          </span>
        </h2>
        <span className="text-[1.375rem] font-bold">
          <Mass grams={claim.massG} />
        </span>
      </div>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Status tone={claimTones[claim.state]}>{schemes.claim.states[claim.state]}</Status>
        <span className="text-soft">
          {claims.sold(format.day(claim.soldOn))} · {claims.added(format.day(claim.addedAt))}
        </span>
      </p>
      <ClaimGrams claim={claim} />
      <Link to={claimPath(claim.code)} className="link inline-flex min-h-12 items-center">
        {claims.open} <code className="ms-2">{claim.code}</code>
      </Link>
    </li>
  )
}
