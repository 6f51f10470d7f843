import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { Instant } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { type Terminal, TerminalId } from '@morinowa/shared/schemes/intake/contract.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { API_ROOT } from '../platform/http.ts'
import { ownScheme } from './describe-scheme.ts'
import { lockTerminal, recordRevocation, recordTerminal, type TerminalRow, terminalsOf } from './intake-store.ts'
import { lockStock } from './store.ts'
import { terminalSecret } from './webhook-signature.ts'

const MOST_TERMINALS = 500

/** Connects a cash register; what it signs with is shown this once. */
export function connectTerminal(
  deps: Deps,
  actor: Actor,
  ask: { id: SchemeId; name: string },
): Promise<Terminal & { secret: string }> {
  const acting = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const scheme = await ownScheme(tx, acting, ask.id)
    if (scheme.state === 'ended') refuse('schemes.ended')
    await lockStock(tx, scheme.id)
    const known = await terminalsOf(tx, scheme.id, MOST_TERMINALS)
    if (known.length >= MOST_TERMINALS) refuse('schemes.too-many-terminals', { most: MOST_TERMINALS })
    const id = TerminalId.parse(deps.newId())
    const at = deps.now() as Instant
    await recordTerminal(tx, scheme.id, { id, name: ask.name, at })
    const row = { id, name: ask.name, nextSequence: 1, createdAt: at, revokedAt: null }
    return { ...asTerminal(deps, scheme.id, row), secret: terminalSecret(deps.settings.secret, id) }
  })
}

export async function listTerminals(deps: Deps, actor: Actor, id: SchemeId): Promise<{ items: Terminal[] }> {
  await ownScheme(deps.db, actingFor(actor), id)
  const found = await terminalsOf(deps.db, id, MOST_TERMINALS)
  return { items: found.map((row) => asTerminal(deps, id, row)) }
}

export function revokeTerminal(
  deps: Deps,
  actor: Actor,
  { id, terminalId }: { id: SchemeId; terminalId: TerminalId },
): Promise<Terminal> {
  const acting = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    await ownScheme(tx, acting, id)
    const row = await lockTerminal(tx, id, terminalId)
    if (!row) return refuse('schemes.terminal-missing')
    const revokedAt = row.revokedAt ?? (deps.now() as Instant)
    await recordRevocation(tx, id, terminalId, revokedAt)
    return asTerminal(deps, id, { ...row, revokedAt })
  })
}

function asTerminal({ settings }: Deps, id: SchemeId, row: TerminalRow): Terminal {
  return { ...row, url: `${settings.publicUrl}${API_ROOT}/schemes/${id}/terminals/${row.id}/deliveries` }
}
