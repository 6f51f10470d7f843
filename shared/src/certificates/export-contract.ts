import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'

// The register for other registers, and for the day on which there is no server of ours.

export const cadTrustEndpoint = endpoint({
  method: 'GET',
  path: '/registry/exports/cad-trust.json',
  summary: 'The register as the tables of the CAD Trust data model 2: projects, issuances and every block of units',
  description:
    'A list for each table, with ids that stay the same. A serial is a gram, so unitCount has six places. Beneficiaries ' +
    'appear once their name was reviewed.',
  allow: ['public'],
  status: 200,
  reply: z.looseObject({}),
  refusals: [],
})

export const snapshotEndpoint = endpoint({
  method: 'GET',
  path: '/registry/snapshot.html',
  summary: 'The whole register as one page that needs no server: it shows, searches and checks itself',
  description:
    'Lots, retirements, the public log and its keys in one file, with the arithmetic to recompute the tree, the signed heads ' +
    'and a certificate. Open it from a disk, years from now.',
  allow: ['public'],
  query: z.strictObject({ lang: z.enum(['ja', 'en']).optional() }),
  status: 200,
  reply: z.looseObject({}),
  produces: ['text/html'],
  refusals: [],
})
