import { z } from 'zod'
import { endpoint, pageOf } from '../kernel/endpoint.ts'
import { MunicipalityCode } from '../kernel/municipality-code.ts'
import { Bilingual } from '../kernel/text.ts'
import { PlaceSize } from '../methodology/place.ts'

export const Municipality = z.strictObject({
  code: z.string().meta({ description: 'Five digits of JIS X 0401 and 0402.' }),
  lgcode: z.string().meta({ description: 'The code with its check digit, as local governments write it.' }),
  prefectureCode: z.string(),
  prefecture: Bilingual,
  county: z.string().nullable().meta({ description: 'The county (郡) of a town or village, in Japanese.' }),
  name: Bilingual,
  kana: z.string(),
  kind: z.enum(['city', 'special_ward', 'town', 'village']),
  designated: z.boolean().meta({ description: 'A city designated by ordinance.' }),
  office: z
    .strictObject({ lat: z.number(), lon: z.number() })
    .nullable()
    .meta({ description: 'The town hall, in degrees; null where there is none.' }),
  population: z.int().nullable().meta({ description: '2020 census, preliminary count.' }),
  placeSize: PlaceSize.meta({ description: "The size class that decides the methodology's mixed baselines." }),
})
export type Municipality = z.infer<typeof Municipality>

/** There are 1,747, so one page may hold them all: a table beside a map needs every name at once. */
const WHOLE_TABLE = 2_000

export const FindMunicipalities = z.strictObject({
  q: z
    .string()
    .max(100)
    .default('')
    .meta({ description: 'Name, kana, romaji or code; several words must all be found. Empty lists all by code.' }),
  prefecture: z
    .string()
    .regex(/^\d{2}$/)
    .optional(),
  cursor: z
    .string()
    .regex(/^\d{1,4}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(WHOLE_TABLE).default(50),
})
export type FindMunicipalities = z.output<typeof FindMunicipalities>

export const findMunicipalitiesEndpoint = endpoint({
  method: 'GET',
  path: '/municipalities',
  summary: 'Find municipalities by name, kana, romaji or code',
  allow: ['public'],
  query: FindMunicipalities,
  status: 200,
  reply: pageOf(Municipality),
  refusals: [],
})

export const municipalityEndpoint = endpoint({
  method: 'GET',
  path: '/municipalities/{code}',
  summary: 'One municipality',
  allow: ['public'],
  params: z.strictObject({ code: MunicipalityCode }),
  status: 200,
  reply: Municipality,
  refusals: ['request.not-found'],
})

/** TopoJSON, with what a reader must know about it in the same object. */
export const AreaGeometry = z.object({
  type: z.literal('Topology'),
  quality: z.enum(['imported', 'approximate']).meta({
    description: 'Borders of the ministry, or land nearest to each office on its island, made by ourselves.',
  }),
  attribution: Bilingual,
  /** Names this geometry; ask with `?v=` for an answer that may be kept for ever. */
  version: z.string(),
  bbox: z.array(z.number()).optional(),
  transform: z.object({ scale: z.array(z.number()), translate: z.array(z.number()) }).optional(),
  objects: z.object({ municipalities: z.unknown() }),
  arcs: z.array(z.array(z.array(z.number()))),
})

export const areaGeometryEndpoint = endpoint({
  method: 'GET',
  path: '/municipalities/geometry',
  summary: 'The areas of all municipalities as TopoJSON; ids are five-digit codes',
  allow: ['public'],
  query: z.strictObject({ v: z.string().max(64).optional() }),
  status: 200,
  reply: AreaGeometry,
  refusals: [],
  produces: ['application/json'],
})
