import * as adjustments from './certificates/adjustments-contract.ts'
import * as certificates from './certificates/contract.ts'
import * as certificateExports from './certificates/export-contract.ts'
import * as origins from './certificates/origin-contract.ts'
import * as credits from './credits/contract.ts'
import * as lotShares from './credits/lot-shares-contract.ts'
import * as forest from './forest/contract.ts'
import * as forestOwners from './forest/owners-contract.ts'
import * as forestEstimates from './forest/estimate-contract.ts'
import * as forestOfficial from './forest/official-contract.ts'
import * as identity from './identity/contract.ts'
import * as oauth from './identity/oauth/contract.ts'
import * as destinations from './destinations/contract.ts'
import * as salesMixes from './destinations/sales-contract.ts'
import * as actCorrections from './destinations/corrections-contract.ts'
import * as demo from './demo/contract.ts'
import type { Endpoint } from './kernel/endpoint.ts'
import * as marketplace from './marketplace/contract.ts'
import * as agents from './marketplace/agents-contract.ts'
import * as benefits from './marketplace/benefits-contract.ts'
import * as money from './marketplace/money-contract.ts'
import * as standing from './marketplace/standing-contract.ts'
import * as tenders from './marketplace/tender-contract.ts'
import * as methodology from './methodology/contract.ts'
import * as editions from './methodology/editions-contract.ts'
import * as mobility from './mobility/contract.ts'
import * as feeds from './mobility/feeds-contract.ts'
import * as mobilityPlaces from './mobility/places-contract.ts'
import * as rideCorrections from './mobility/corrections-contract.ts'
import * as municipalities from './municipalities/contract.ts'
import * as areaFlows from './municipalities/flows-contract.ts'
import * as areaSums from './municipalities/sums-contract.ts'
import * as programmes from './programmes/contract.ts'
import * as reductions from './reductions/contract.ts'
import * as journeys from './reductions/journeys-contract.ts'
import * as reviews from './reductions/review-contract.ts'
import * as shareProposals from './reductions/share-proposals-contract.ts'
import * as shares from './reductions/shares-contract.ts'
import * as webhooks from './reductions/webhooks/contract.ts'
import * as schemes from './schemes/contract.ts'
import * as schemeIntake from './schemes/intake/contract.ts'
import * as schemeKit from './schemes/kit/contract.ts'

// The API's table of contents: a line per word. OpenAPI and the test of every route and role are made from it.

export const endpoints: readonly Endpoint[] = [
  identity,
  oauth,
  municipalities,
  areaSums,
  areaFlows,
  reductions,
  webhooks,
  reviews,
  journeys,
  shareProposals,
  shares,
  mobility,
  feeds,
  mobilityPlaces,
  rideCorrections,
  destinations,
  actCorrections,
  salesMixes,
  credits,
  lotShares,
  certificates,
  certificateExports,
  origins,
  adjustments,
  forest,
  forestEstimates,
  forestOwners,
  programmes,
  forestOfficial,
  marketplace,
  tenders,
  money,
  standing,
  agents,
  benefits,
  schemes,
  schemeIntake,
  schemeKit,
  methodology,
  editions,
  demo,
].flatMap((word) => endpointsOf(word))

function endpointsOf(word: object): Endpoint[] {
  return Object.entries(word).flatMap(([name, value]) => (name.endsWith('Endpoint') ? [value as Endpoint] : []))
}
