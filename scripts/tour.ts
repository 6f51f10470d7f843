import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { walk } from '../api/src/demo/tour/walk.ts'
import { tourMonth } from '../api/src/demo/walk-tour.ts'

// pnpm tour [address]: walks the loop with live requests and says each number; ends with 1 when one is wrong.

const [, , asked] = process.argv
const base = (asked ?? process.env.MORINOWA_PUBLIC_URL ?? (await printedAddress())).replace(/\/$/, '')
let wrong = 0
let right = 0
try {
  await fetch(`${base}/healthz`)
} catch {
  console.error(`${base} が応答しません。先に npm start を実行してください。`)
  console.error(`${base} does not answer. Run npm start first.`)
  process.exit(1)
}
try {
  const run = randomBytes(3).toString('hex').toUpperCase()
  for await (const step of walk(base, run, tourMonth(new Date().toISOString()))) {
    console.log(`\n${step.number}. ${step.title.ja} — ${step.title.en}  [${step.who.ja} / ${step.who.en}]`)
    for (const request of new Set(step.requests)) console.log(`   ${request}`)
    for (const { label, value } of step.facts) console.log(`   ・ ${label.ja} ${label.en}: ${value}`)
    for (const { label, expected, actual, ok } of step.checks) {
      console.log(`   ${ok ? '✓' : '✗'} ${label.ja} ${label.en}: ${actual}${ok ? '' : `  (expected ${expected})`}`)
      if (ok) right++
      else wrong++
    }
    for (const { label, path } of step.links) console.log(`   → ${label.ja} ${label.en}: ${base}${path}`)
  }
} catch (error) {
  console.error(`\n✗ ${(error as Error).message}`)
  wrong++
}
console.log(`\n${right} の数字が一致、${wrong} が不一致。 ${right} numbers agree, ${wrong} do not.`)
process.exit(wrong === 0 ? 0 : 1)

/** The address that a running start wrote down, or the default one. */
async function printedAddress(): Promise<string> {
  const file = join(process.env.MORINOWA_DATA_DIR ?? '.data', 'address')
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.trim() || `http://127.0.0.1:${process.env.PORT ?? 3000}`
}
