import { apps } from './ja/apps.ts'
import { areas } from './ja/areas.ts'
import { backing } from './ja/backing.ts'
import { certificates } from './ja/certificates.ts'
import { counter } from './ja/counter.ts'
import { credits } from './ja/credits.ts'
import { desk } from './ja/desk.ts'
import { flows } from './ja/flows.ts'
import { forest } from './ja/forest.ts'
import { home } from './ja/home.ts'
import { identity } from './ja/identity.ts'
import { log } from './ja/log.ts'
import { map } from './ja/map.ts'
import { marketplace } from './ja/marketplace.ts'
import { methodology } from './ja/methodology.ts'
import { methodologyPages } from './ja/methodology-pages.ts'
import { mine } from './ja/mine.ts'
import { organisation } from './ja/organisation.ts'
import { places } from './ja/places.ts'
import { provider } from './ja/provider.ts'
import { registry } from './ja/registry.ts'
import { schemeShop } from './ja/scheme-shop.ts'
import { reviews } from './ja/reviews.ts'
import { schemes } from './ja/schemes.ts'
import { salesMix } from './ja/sales-mix.ts'
import { shares } from './ja/shares.ts'
import { shell } from './ja/shell.ts'
import { sources } from './ja/sources.ts'
import { webhooks } from './ja/webhooks.ts'
import { tour } from './ja/tour.ts'
import { trade } from './ja/trade.ts'
import { travel } from './ja/travel.ts'

/** Everything a person reads in Japanese, the original: a line per word. */
export const ja = {
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
export type Dictionary = typeof ja
