import { z } from 'zod'

export const ListingId = z.uuid().brand<'ListingId'>()
export type ListingId = z.infer<typeof ListingId>

export const OrderId = z.uuid().brand<'OrderId'>()
export type OrderId = z.infer<typeof OrderId>
