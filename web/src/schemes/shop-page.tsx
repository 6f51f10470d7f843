import { listSchemesEndpoint, type Scheme } from '@morinowa/shared/schemes/contract.ts'
import { Link } from '@tanstack/react-router'
import { For } from '../app/for.tsx'
import { usePages } from '../app/paging.ts'
import { publicSchemePath, schemePath, tillPath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { More } from '../ui/more.tsx'
import { Name } from '../ui/name.tsx'
import { Page } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { schemeIcons } from './scheme-icons.ts'
import { SchemeStock } from './scheme-stock.tsx'

export function ShopPage() {
  const { schemes } = useText()
  return (
    <Page
      title={schemes.title}
      lead={schemes.lead}
      actions={
        <ButtonLink to="/shop/new" icon="plus">
          {schemes.list.create}
        </ButtonLink>
      }
    >
      <For kinds={['merchant', 'municipality', 'creditOwner', 'distributor', 'buyer']}>
        <OwnSchemes />
      </For>
    </Page>
  )
}

function OwnSchemes() {
  const { schemes } = useText()
  const list = usePages<Scheme>(listSchemesEndpoint)
  return (
    <Await query={list}>
      {(found) =>
        found.length === 0 ? (
          <Empty icon="shop" title={schemes.list.none}>
            {schemes.list.noneLead}
          </Empty>
        ) : (
          <div>
            <ul className="grid items-start gap-4 lg:grid-cols-2">
              {found.map((scheme) => (
                <OwnScheme key={scheme.id} scheme={scheme} />
              ))}
            </ul>
            <More list={list} />
          </div>
        )
      }
    </Await>
  )
}

function OwnScheme({ scheme }: { scheme: Scheme }) {
  const { schemes } = useText()
  const isOpen = scheme.state === 'open'
  return (
    <li className="card grid gap-4 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="inline-flex items-center gap-2 font-bold text-forest">
          <Icon name={schemeIcons[scheme.kind]} className="size-6" />
          {schemes.kinds[scheme.kind]}
        </span>
        <Status tone={isOpen ? 'good' : 'plain'}>{schemes.states[scheme.state]}</Status>
      </div>
      <div>
        <h2 className="text-[1.25rem]">
          <Link to={schemePath(scheme.id)} className="link">
            <Name>{scheme.name}</Name>
          </Link>
        </h2>
        <p className="text-soft">
          <Name>{scheme.place}</Name>
        </p>
      </div>
      <SchemeStock scheme={scheme} />
      <div className="flex flex-wrap gap-2">
        {isOpen && (
          <ButtonLink to={tillPath(scheme.id)} icon="basket">
            {schemes.list.till}
          </ButtonLink>
        )}
        <ButtonLink to={schemePath(scheme.id)} look="secondary">
          {schemes.list.manage}
        </ButtonLink>
        <ButtonLink to={publicSchemePath(scheme.id)} look="quiet" icon="external">
          {schemes.list.poster}
        </ButtonLink>
      </div>
    </li>
  )
}
