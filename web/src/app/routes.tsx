// Every page of the web, by kind of user. A page is one file and one line here:
//
//   1. web/src/<word>/<thing>-page.tsx exports a component, `export function ThingPage() { … <Page title=…> … }`.
//      Inside: `const { word } = useText()`, `useQuery(reading(someEndpoint, { params }))`, `useCommand(someEndpoint)`,
//      and the parts of web/src/ui (Page, Section, Stat, Table, Status, fields, RefusalNote, Await, …).
//      Pages for signed-in people wrap what they show in `<For kinds={['merchant']}>`.
//   2. A line below: `page('/thing/$id', async () => (await import('../word/thing-page.tsx')).ThingPage)`.
//      Path parameters are read with `useParams({ from: '/thing/$id' })`.
//   3. Sentences go to shared/src/text/ja/<word>.ts and en/<word>.ts, each joined by a line in text/ja.ts and text/en.ts;
//      a link in the menu is a line in navigation.ts.
//
// Each page is a chunk of its own, fetched when it is opened or its link is about to be pressed.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { CrashedPage, LoadingPage, NotFoundPage } from './edge-pages.tsx'
import { Frame } from './frame.tsx'

const root = createRootRoute({ component: Frame, notFoundComponent: NotFoundPage })

// The loader's type says "a component" without looking into it: pages use the router's own type, which is made here.
function page<const Path extends string>(path: Path, load: () => Promise<(props: never) => void>) {
  const component = lazyRouteComponent(async () => ({ default: (await load()) as ComponentType }))
  return createRoute({ getParentRoute: () => root, path, component })
}

const routeTree = root.addChildren([
  // Everybody
  page('/', async () => (await import('../home/home-page.tsx')).HomePage),
  page('/sign-in', async () => (await import('../identity/sign-in-page.tsx')).SignInPage),
  page('/password', async () => (await import('../identity/password-page.tsx')).PasswordPage),
  page('/organisation', async () => (await import('../identity/organisation-page.tsx')).OrganisationPage),
  page('/demo', async () => (await import('../identity/demo-page.tsx')).DemoPage),
  page('/tour', async () => (await import('../tour/tour-page.tsx')).TourPage),
  page('/registry', async () => (await import('../certificates/registry-page.tsx')).RegistryPage),
  page('/registry/lots/$id', async () => (await import('../certificates/lot-life-page.tsx')).LotLifePage),
  page('/retirements/$id', async () => (await import('../certificates/retirement-page.tsx')).RetirementPage),
  page('/certificates/$id', async () => (await import('../certificates/certificate-page.tsx')).CertificatePage),
  page('/verify', async () => (await import('../certificates/verify-page.tsx')).VerifyPage),
  page('/invariants', async () => (await import('../certificates/invariants-page.tsx')).InvariantsPage),
  page('/reserves', async () => (await import('../forest/reserves-page.tsx')).ReservesPage),
  page('/methods', async () => (await import('../methodology/methods-page.tsx')).MethodsPage),
  page('/methods/differences', async () => (await import('../methodology/differences-page.tsx')).DifferencesPage),
  page('/methods/check', async () => (await import('../methodology/check-page.tsx')).CheckPage),
  page('/methods/$id', async () => (await import('../methodology/method-page.tsx')).MethodPage),
  page('/factors', async () => (await import('../methodology/factors-page.tsx')).FactorsPage),
  page('/factors/$id', async () => (await import('../methodology/factor-page.tsx')).FactorPage),
  page('/forest/calculator', async () => (await import('../forest/calculator-page.tsx')).CalculatorPage),
  page('/credits-and-data', async () => (await import('../sources/sources-page.tsx')).SourcesPage),

  // Travellers
  page('/me', async () => (await import('../reductions/me-page.tsx')).MePage),
  page('/me/reductions/$id', async () => (await import('../reductions/reduction-page.tsx')).ReductionPage),
  page('/me/journeys', async () => (await import('../reductions/journeys-page.tsx')).JourneysPage),
  page('/me/journeys/$id', async () => (await import('../reductions/journey-page.tsx')).JourneyPage),
  page('/me/claims', async () => (await import('../schemes/my-claims-page.tsx')).MyClaimsPage),
  page('/me/consents', async () => (await import('../reductions/consents-page.tsx')).ConsentsPage),
  page('/link/$provider/$code', async () => (await import('../reductions/link-page.tsx')).LinkPage),
  page('/oauth/authorize', async () => (await import('../identity/authorize-page.tsx')).AuthorizePage),
  page('/log', async () => (await import('../mobility/log-page.tsx')).LogPage),

  // Hotels, shops, events
  page('/shop', async () => (await import('../schemes/shop-page.tsx')).ShopPage),
  page('/shop/new', async () => (await import('../schemes/create-page.tsx')).CreatePage),
  page('/shop/$id', async () => (await import('../schemes/scheme-page.tsx')).SchemePage),
  page('/shop/$id/till', async () => (await import('../schemes/till-page.tsx')).TillPage),
  page('/shop/$id/count', async () => (await import('../schemes/count-page.tsx')).CountPage),
  page('/shop/$id/close', async () => (await import('../schemes/close-page.tsx')).ClosePage),
  page('/shop/$id/kit', async () => (await import('../schemes/kit-page.tsx')).KitPage),
  page('/shop/$id/records', async () => (await import('../schemes/records-page.tsx')).RecordsPage),
  page('/counter', async () => (await import('../destinations/counter-page.tsx')).CounterPage),
  page('/schemes/$id', async () => (await import('../schemes/public-scheme-page.tsx')).PublicSchemePage),
  page('/claims', async () => (await import('../schemes/claims-page.tsx')).ClaimsPage),
  page('/claims/$code', async () => (await import('../schemes/claim-page.tsx')).ClaimPage),

  // Buyers and everyone who holds credits
  page('/market', async () => (await import('../marketplace/market-page.tsx')).MarketPage),
  page('/market/$id', async () => (await import('../marketplace/listing-page.tsx')).ListingPage),
  page('/tenders', async () => (await import('../marketplace/tenders-page.tsx')).TendersPage),
  page('/tenders/$id', async () => (await import('../marketplace/tender-page.tsx')).TenderPage),
  page('/projects/$id', async () => (await import('../forest/project-page.tsx')).ProjectPage),
  page('/sellers/$id', async () => (await import('../marketplace/sales-page.tsx')).SalesPage),
  page('/standing', async () => (await import('../marketplace/standing-page.tsx')).StandingPage),
  page('/proceeds', async () => (await import('../marketplace/proceeds-page.tsx')).ProceedsPage),
  page('/agents', async () => (await import('../marketplace/agents-page.tsx')).AgentsPage),
  page('/benefits', async () => (await import('../marketplace/benefits-page.tsx')).BenefitsPage),
  page('/proxies', async () => (await import('../marketplace/proxies-page.tsx')).ProxiesPage),
  page('/funds', async () => (await import('../programmes/funds-page.tsx')).FundsPage),
  page('/fake-card/$session', async () => (await import('../marketplace/fake-card-page.tsx')).FakeCardPage),
  page('/orders', async () => (await import('../marketplace/orders-page.tsx')).OrdersPage),
  page('/orders/$id', async () => (await import('../marketplace/order-page.tsx')).OrderPage),
  page('/holdings', async () => (await import('../credits/holdings-page.tsx')).HoldingsPage),
  page('/holdings/$lotId/retire', async () => (await import('../credits/retire-page.tsx')).RetirePage),

  // Credit owners
  page('/owner', async () => (await import('../forest/owner-page.tsx')).OwnerPage),

  // Verifiers and the operator
  page('/verifier', async () => (await import('../credits/verifier-page.tsx')).VerifierPage),
  page('/verifier/$id', async () => (await import('../credits/review-page.tsx')).ReviewPage),
  page('/operator', async () => (await import('../credits/operator-page.tsx')).OperatorPage),

  // Municipalities and data providers
  page('/municipality', async () => (await import('../municipalities/municipality-page.tsx')).MunicipalityPage),
  page('/map', async () => (await import('../municipalities/map-page.tsx')).MapPage),
  page('/provider', async () => (await import('../mobility/provider-page.tsx')).ProviderPage),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: LoadingPage,
  defaultErrorComponent: CrashedPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
