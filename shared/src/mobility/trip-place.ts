import { z } from 'zod'
import { MunicipalityCode } from '../kernel/municipality-code.ts'
import { Text } from '../kernel/text.ts'

/** A place of a leg: a point, or the name somebody else gave it. */
export const TripPlace = z.union([
  z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }),
  z.strictObject({ municipalityCode: MunicipalityCode }),
  z.strictObject({ stopId: Text(200), feedId: Text(80).optional() }),
  z.strictObject({ stationCode: Text(40) }),
  z.strictObject({
    airport: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .meta({ description: 'IATA code.' }),
  }),
])
export type TripPlace = z.output<typeof TripPlace>
