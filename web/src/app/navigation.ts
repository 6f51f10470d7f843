import type { shell } from '@morinowa/shared/text/ja/shell.ts'
import type { IconName } from '../ui/icon.tsx'
import type { Kind } from './kinds.ts'

type Label = Exclude<keyof typeof shell.nav, 'groups'>

export type NavLink = { to: string; label: Label; icon: IconName }

/** A link without a picture; `href` leaves the pages. */
export type FootLink = { label: Label } & ({ to: string } | { href: string })

const top: NavLink = { to: '/', label: 'top', icon: 'ring' }
const registry: NavLink = { to: '/registry', label: 'registry', icon: 'book' }
const market: NavLink = { to: '/market', label: 'market', icon: 'basket' }
const holdings: NavLink = { to: '/holdings', label: 'holdings', icon: 'layers' }
const map: NavLink = { to: '/map', label: 'map', icon: 'map' }

/** The few pages of each kind of user, in the order of use: at most five, so that they fit under a thumb. */
export const mainPages: Record<Kind | 'anonymous', readonly NavLink[]> = {
  anonymous: [top, { to: '/tour', label: 'tour', icon: 'route' }, map, market, registry],
  traveller: [
    { to: '/me', label: 'me', icon: 'leaf' },
    { to: '/log', label: 'log', icon: 'plus' },
    map,
    { to: '/me/consents', label: 'consents', icon: 'shield' },
    registry,
  ],
  merchant: [
    { to: '/shop', label: 'shop', icon: 'shop' },
    { to: '/counter', label: 'counter', icon: 'bed' },
    market,
    holdings,
    registry,
  ],
  provider: [{ to: '/provider', label: 'provider', icon: 'upload' }, map, registry],
  municipality: [{ to: '/municipality', label: 'municipality', icon: 'town' }, map, market, holdings, registry],
  creditOwner: [{ to: '/owner', label: 'owner', icon: 'tree' }, market, holdings, registry],
  verifier: [{ to: '/verifier', label: 'verifier', icon: 'check' }, registry],
  buyer: [market, holdings, registry],
  distributor: [
    { to: '/agents', label: 'agents', icon: 'people' },
    market,
    holdings,
    { to: '/proxies', label: 'proxies', icon: 'shield' },
    registry,
  ],
  investor: [market, registry, { to: '/invariants', label: 'invariants', icon: 'scale' }],
  operator: [{ to: '/operator', label: 'operator', icon: 'scale' }, market, map, registry],
}

/** Where a kind of user starts after signing in. */
export const firstPageOf = (kind: Kind | undefined): string => mainPages[kind ?? 'anonymous'][0]?.to ?? '/'

/** Public pages that everybody finds at the foot, by what one comes for; the last is not a page of the web but the API's. */
export const morePages: readonly { label: 'begin' | 'use' | 'check' | 'read'; links: readonly FootLink[] }[] = [
  {
    label: 'begin',
    links: [
      { to: '/', label: 'top' },
      { to: '/tour', label: 'tour' },
      { to: '/demo', label: 'demo' },
    ],
  },
  {
    label: 'use',
    links: [
      { to: '/map', label: 'map' },
      { to: '/market', label: 'market' },
      { to: '/tenders', label: 'tenders' },
      { to: '/funds', label: 'funds' },
    ],
  },
  {
    label: 'check',
    links: [
      { to: '/registry', label: 'registry' },
      { to: '/verify', label: 'verify' },
      { to: '/reserves', label: 'reserves' },
      { to: '/invariants', label: 'invariants' },
    ],
  },
  {
    label: 'read',
    links: [
      { to: '/methods', label: 'methods' },
      { to: '/factors', label: 'factors' },
      { to: '/credits-and-data', label: 'sources' },
      { href: '/docs', label: 'developers' },
    ],
  },
]
