import type { SchemeId } from '@morinowa/shared/schemes/contract.ts'

// Sales of single tills travel together: those that arrive while the call before is under way go with the next one. Each
// has its own outcome. A scheme that a closing or a return holds leaves the others alone: its sales wait in a lane of
// their own until it is free again.

const MOST_TOGETHER = 128

/** Something to be recorded for a scheme; two that share a name never travel together. */
export type Gathered<Outcome> = {
  schemeId: SchemeId
  names: readonly string[]
  resolve: (outcome: Outcome) => void
  reject: (error: unknown) => void
}

/** Records several at once; null for those whose scheme is held, when not told to wait. */
export type Carry<One extends Gathered<Outcome>, Outcome> = (
  group: readonly One[],
  how: { waits: boolean },
) => Promise<(Outcome | null)[]>

type Lane<One> = { queue: One[]; isRunning: boolean; waits: boolean; schemeId: SchemeId | null }

/** One gatherer for a database of this process. */
export function gatherer<One extends Gathered<Outcome>, Outcome>(carry: Carry<One, Outcome>): (one: One) => void {
  const common: Lane<One> = { queue: [], isRunning: false, waits: false, schemeId: null }
  const held = new Map<SchemeId, Lane<One>>()

  function add(lane: Lane<One>, one: One): void {
    lane.queue.push(one)
    if (!lane.isRunning) void run(lane)
  }

  async function run(lane: Lane<One>): Promise<void> {
    lane.isRunning = true
    while (lane.queue.length > 0) {
      const group = next(lane)
      await settle(lane, group)
    }
    lane.isRunning = false
    if (lane.schemeId !== null) held.delete(lane.schemeId)
  }

  async function settle(lane: Lane<One>, group: readonly One[]): Promise<void> {
    try {
      const outcomes = await carry(group, { waits: lane.waits })
      for (const [i, one] of group.entries()) {
        const outcome = outcomes[i] ?? null
        if (outcome === null) add(laneOf(one.schemeId), one)
        else one.resolve(outcome)
      }
    } catch (error) {
      const [only, ...others] = group
      // What spoils a call of many is found by sending each by itself.
      if (others.length > 0) for (const one of group) await settle({ ...lane, waits: true }, [one])
      else only?.reject(error)
    }
  }

  function laneOf(schemeId: SchemeId): Lane<One> {
    const lane = held.get(schemeId) ?? { queue: [], isRunning: false, waits: true, schemeId }
    held.set(schemeId, lane)
    return lane
  }

  return (one) => add(held.get(one.schemeId) ?? common, one)
}

/** As many as may travel together, in the order they came; what shares a name with another waits for the next call. */
function next<One extends { names: readonly string[] }>(lane: { queue: One[] }): One[] {
  const taken = new Set<string>()
  const group: One[] = []
  const later: One[] = []
  for (const one of lane.queue) {
    if (group.length < MOST_TOGETHER && !one.names.some((name) => taken.has(name))) {
      for (const name of one.names) taken.add(name)
      group.push(one)
    } else later.push(one)
  }
  lane.queue = later
  return group
}
