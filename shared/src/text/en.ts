import { apps } from './en/apps.ts'
import { areas } from './en/areas.ts'
import { backing } from './en/backing.ts'
import { certificates } from './en/certificates.ts'
import { counter } from './en/counter.ts'
import { credits } from './en/credits.ts'
import { desk } from './en/desk.ts'
import { flows } from './en/flows.ts'
import { forest } from './en/forest.ts'
import { home } from './en/home.ts'
import { identity } from './en/identity.ts'
import { log } from './en/log.ts'
import { map } from './en/map.ts'
import { marketplace } from './en/marketplace.ts'
import { methodology } from './en/methodology.ts'
import { methodologyPages } from './en/methodology-pages.ts'
import { mine } from './en/mine.ts'
import { organisation } from './en/organisation.ts'
import { places } from './en/places.ts'
import { provider } from './en/provider.ts'
import { registry } from './en/registry.ts'
import { schemeShop } from './en/scheme-shop.ts'
import { reviews } from './en/reviews.ts'
import { schemes } from './en/schemes.ts'
import { salesMix } from './en/sales-mix.ts'
import { shares } from './en/shares.ts'
import { shell } from './en/shell.ts'
import { sources } from './en/sources.ts'
import { webhooks } from './en/webhooks.ts'
import { tour } from './en/tour.ts'
import { trade } from './en/trade.ts'
import { travel } from './en/travel.ts'
import type { Dictionary } from './ja.ts'

/** The same in English; a missing sentence does not compile. */
export const en: Dictionary = {
  shares,
  salesMix,
  shell,
  apps,
  identity,
  map,
  provider,
  marketplace,
  forest,
  schemes,
  schemeShop,
  counter,
  credits,
  areas,
  desk,
  flows,
  home,
  methodology,
  methodologyPages,
  organisation,
  places,
  log,
  mine,
  webhooks,
  tour,
  trade,
  travel,
  sources,
  registry,
  reviews,
  certificates,
  backing,
}
