import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

// pnpm snapshot <file.html> [address] [ja|en]: keeps the whole register as one page that needs no server.

const [, , file, asked, language = 'ja'] = process.argv
const base = (asked ?? process.env.MORINOWA_PUBLIC_URL ?? 'http://127.0.0.1:3000').replace(/\/$/, '')
if (!file) {
  console.error('node scripts/run.mjs scripts/snapshot.ts <file.html> [http://127.0.0.1:3000] [ja|en]')
  process.exit(2)
}
const reply = await fetch(`${base}/api/v1/registry/snapshot.html?lang=${language}`).catch(() => null)
if (!reply?.ok || !reply.body) {
  console.error(`${base} が写しを返しません。 ${base} gave no copy (${reply?.status ?? 'no answer'}).`)
  process.exit(1)
}
await pipeline(Readable.fromWeb(reply.body as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(file))
console.log(`${file} に写しました。ブラウザーで開けば、つながらなくても読めて確かめられます。`)
console.log(`${file}: open it in a browser; it can be read and checked without a network.`)
