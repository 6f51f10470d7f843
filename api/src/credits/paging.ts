import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { z } from 'zod'

/** A cursor that is an id; ids here are ordered by time. */
export function cursorId(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const id = z.uuid().safeParse(cursor)
  return id.success ? id.data : refuse('request.cursor', {}, '/query/cursor')
}

/** A page from a read of one more than its limit: the one too many only says that there is a next page. */
export function page<Item>(
  found: Item[],
  limit: number,
  cursorOf: (item: Item) => string,
): { items: Item[]; next: string | null } {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: found.length > limit && last !== undefined ? cursorOf(last) : null }
}
