import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { audit, type Certificate, type CheckpointLine, type Evidence, type Line, parsed } from './recompute.ts'

// An auditor of the public log. It has nothing but what is published, and shares no code with whoever publishes it: the
// export is read line by line, the tree is hashed anew, every checkpoint is checked against it, and the ledger is played
// again from the entries alone.
//
//   node scripts/run.mjs test/independent/audit.ts <address or file of the export> [did.json] [certificate.json] [earlier export]
//
// With an address, did.json and the newest checkpoints are fetched from the same host. Ends with 1 and names what is broken.

export { audit, type Audit, type Certificate, type CheckpointLine, type Evidence, type Fault } from './recompute.ts'

async function main([source, ...files]: readonly string[]): Promise<void> {
  if (!source) {
    process.stderr.write(`${USAGE}\n`)
    process.exitCode = 2
    return
  }
  let evidence: Evidence = isAddress(source) ? await publishedBeside(source) : {}
  for (const file of files) evidence = { ...evidence, ...(await given(file, evidence)) }
  const { faults, balances, ...sums } = await audit(await linesOf(source), evidence)
  process.stdout.write(`${JSON.stringify({ ...sums, balances: balances.size })}\n`)
  for (const { what, why } of faults) process.stderr.write(`BROKEN ${what}: ${why}\n`)
  if (faults.length === 0) process.stdout.write('Everything holds.\n')
  process.exitCode = faults.length === 0 ? 0 : 1
}

const USAGE =
  'node scripts/run.mjs test/independent/audit.ts <address or file of the export> [did.json] [certificate.json] [earlier export]'

const isAddress = (source: string) => /^https?:/.test(source)

/** What the same host publishes apart from the export, fetched first, so that the export contains it. */
async function publishedBeside(source: string): Promise<Evidence> {
  const did = (await (await fetched(new URL('/.well-known/did.json', source))).json()) as NonNullable<Evidence['did']>
  const heads = (await (await fetched(new URL('checkpoints', source))).json()) as { items: CheckpointLine[] }
  return { did, seen: heads.items }
}

async function given(file: string, { seen = [], certificates = [] }: Evidence): Promise<Evidence> {
  const text = await readFile(file, 'utf8')
  const whole = parsed<NonNullable<Evidence['did']> & Certificate>(text)
  if (whole?.verificationMethod) return { did: whole }
  if (whole?.credentialSubject) return { certificates: [...certificates, whole] }
  const earlier = text.split('\n').flatMap((line) => parsed<Line>(line)?.checkpoint ?? [])
  return { seen: [...seen, ...earlier] }
}

async function linesOf(source: string): Promise<AsyncIterable<string>> {
  if (!isAddress(source))
    return createInterface({ input: createReadStream(source), crlfDelay: Number.POSITIVE_INFINITY })
  const { body } = await fetched(new URL(source))
  return createInterface({ input: Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]) })
}

async function fetched(address: URL): Promise<Response> {
  const reply = await fetch(address)
  if (!reply.ok) throw new Error(`${address} answered ${reply.status}`)
  return reply
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2))
