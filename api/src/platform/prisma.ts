import { PrismaClient } from '@morinowa/prisma/client'
import { PrismaPg } from '@prisma/adapter-pg'

/** Prisma serves single records; anything under a lock or in bulk goes through db.ts. */
export function openPrisma(connectionString: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString, max: 5 }) })
}
