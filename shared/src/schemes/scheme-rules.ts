import { z } from 'zod'
import { eventOffset } from './event-offset.ts'
import { perItemFund } from './per-item-fund.ts'
import { residualOffset } from './residual-offset.ts'
import type { SchemeRule } from './scheme-rule.ts'
import { stayOffset } from './stay-offset.ts'
import { unitAttachment } from './unit-attachment.ts'

/** Every kind of scheme: a line each. */
const rules = {
  'per-item-fund': perItemFund,
  'unit-attachment': unitAttachment,
  'stay-offset': stayOffset,
  'event-offset': eventOffset,
  'residual-offset': residualOffset,
} as const

export const SchemeKind = z.enum(Object.keys(rules) as [keyof typeof rules, ...(keyof typeof rules)[]])
export type SchemeKind = z.infer<typeof SchemeKind>

/** The rule of a kind. Its terms are whatever its own schema accepts, so the engine passes them through unread. */
export function ruleOf(kind: SchemeKind): SchemeRule {
  return rules[kind] as unknown as SchemeRule
}
