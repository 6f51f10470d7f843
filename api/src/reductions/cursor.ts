import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { z } from 'zod'

const Cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** Where a list that is sorted by time goes on. */
export function cursorAfter(at: string, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url')
}

/** Reads a cursor of ours; anything else is refused. */
export function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  if (cursor === undefined) return null
  try {
    const [at, id] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { at, id }
  } catch {
    return refuse('request.cursor', {}, '/query/cursor')
  }
}
