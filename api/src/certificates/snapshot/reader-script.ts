// The program inside a snapshot. It is written out as it stands here, for a page that has to work from a disk, years from
// now, with nothing beside it: plain functions, no packages, what every browser has (Web Crypto). Nothing of ours is
// imported, so that it checks the register by the published formats alone.

export const readerScript = `
'use strict'
const $ = (id) => document.getElementById(id)
const data = { keys: new Map(), checkpoints: [], leaves: [], lots: [], retirements: [] }
const encoder = new TextEncoder()
let words

for (const line of $('register').textContent.split('\\n')) {
  if (line === '') continue
  const row = JSON.parse(line)
  if (row.words) words = row.words
  else if (row.key) data.keys.set(row.key.id, row.key)
  else if (row.checkpoint) data.checkpoints.push(row.checkpoint)
  else if (row.leaf !== undefined) data.leaves.push(row)
  else if (row.lot) data.lots.push(row.lot)
  else if (row.shown) data.retirements.push(row.shown)
}

// Bytes ------------------------------------------------------------------------------------------------------------

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16))
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) { whole.set(part, at); at += part.length }
  return whole
}
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
function fromBase58(text) {
  let number = 0n
  for (const digit of text.slice(1)) number = number * 58n + BigInt(ALPHABET.indexOf(digit))
  const digits = number.toString(16)
  const bytes = fromHex(digits.length % 2 ? '0' + digits : digits)
  const zeros = /^1*/.exec(text.slice(1))[0].length
  return concat(new Uint8Array(zeros), bytes)
}
const rawKey = (key) => fromBase58(key.publicKeyMultibase).slice(2)
async function signatureHolds(key, signature, bytes) {
  const imported = await crypto.subtle.importKey('raw', rawKey(key), { name: 'Ed25519' }, false, ['verify'])
  return crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, bytes)
}
function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']'
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return '{' + Object.keys(value).sort().map((name) => JSON.stringify(name) + ':' + canonical(value[name])).join(',') + '}'
}

// The tree of RFC 6962, and the signed heads over it -----------------------------------------------------------------

const pair = (left, right) => sha256(concat(Uint8Array.of(1), left, right))

async function checkLog(progress) {
  const faults = []
  const whole = []
  const roots = new Map()
  const wanted = new Set(data.checkpoints.map((one) => one.size))
  for (const [index, row] of data.leaves.entries()) {
    let node = await sha256(concat(Uint8Array.of(0), encoder.encode(row.leaf)))
    if (row.index !== index) faults.push(words.rowMoved(row.index))
    if (hex(node) !== row.hash) faults.push(words.rowAltered(row.index))
    for (let rest = index; rest % 2 === 1; rest = (rest - 1) / 2) node = await pair(whole.pop(), node)
    whole.push(node)
    if (wanted.has(index + 1)) {
      let root = whole[whole.length - 1]
      for (let n = whole.length - 2; n >= 0; n--) root = await pair(whole[n], root)
      roots.set(index + 1, hex(root))
    }
    if (index % 500 === 0) await progress(index)
  }
  for (const one of data.checkpoints) {
    const why = await brokenHead(one, roots.get(one.size))
    if (why) faults.push(words.headBroken(one.size, why))
  }
  if (data.leaves.length > 0 && Math.max(0, ...data.checkpoints.map((one) => one.size)) !== data.leaves.length)
    faults.push(words.rowsMissing)
  return faults
}

async function brokenHead(one, root) {
  if (root !== one.root) return words.otherRoot
  const key = data.keys.get(one.keyId)
  if (!key) return words.noKey
  const [text, signed = ''] = one.note.split('\\n\\n')
  const [, size, noteRoot] = text.split('\\n')
  if (Number(size) !== one.size || hex(fromBase64(noteRoot)) !== one.root) return words.otherNote
  const signature = fromBase64(signed.trim().split(' ').pop()).slice(4)
  return (await signatureHolds(key, signature, encoder.encode(text + '\\n'))) ? null : words.badSignature
}

// A certificate against the log --------------------------------------------------------------------------------------

async function checkCertificate(text) {
  let one
  try { one = JSON.parse(text) } catch { return [[words.readable, false]] }
  const subject = one && one.credentialSubject
  const proof = one && one.proof
  if (!subject || !proof || typeof proof.proofValue !== 'string') return [[words.readable, false]]
  const { proof: _, ...unsigned } = one
  const { proofValue, ...options } = proof
  const key = data.keys.get(String(proof.verificationMethod).split('#')[1])
  const bytes = concat(await sha256(encoder.encode(canonical(options))), await sha256(encoder.encode(canonical(unsigned))))
  const signed = key ? await signatureHolds(key, fromBase58(proofValue), bytes).catch(() => false) : false
  const entries = data.leaves
    .map((row) => JSON.parse(row.leaf))
    .filter((leaf) => leaf.retirement && leaf.retirement.certificateId === subject.certificateId)
  const massG = entries.reduce((sum, leaf) => sum + Number(leaf.to) - Number(leaf.from), 0)
  return [
    [words.signature, signed],
    [words.inLog, entries.length > 0],
    [words.sameMass, String(massG) === subject.massG],
    [words.sameStatement, entries.length > 0 && entries.every((leaf) => leaf.retirement.statementDigest === subject.statementDigest)],
  ]
}

// The page -----------------------------------------------------------------------------------------------------------

const language = document.documentElement.lang
const number = (value) => value.toLocaleString(language)
const mass = (grams) => grams >= 1000 ? number(grams / 1000) + ' kg' : number(grams) + ' g'
function cell(row, text, head) {
  const one = document.createElement(head ? 'th' : 'td')
  if (head) one.scope = 'row'
  one.textContent = text
  row.append(one)
}
function fill(body, rows, cells) {
  body.replaceChildren(...rows.slice(0, 500).map((one) => {
    const row = document.createElement('tr')
    cells(one).forEach((text, n) => cell(row, text, n === 0))
    return row
  }))
}
const serialIn = (q) => {
  const found = /^MW-[A-Z]+-([0-9A-Z]{8})-(\\d+)/.exec(q.trim().toUpperCase())
  return found ? { code: found[1], gram: Number(found[2]) } : null
}
function show(q) {
  const serial = serialIn(q)
  const plain = q.trim().normalize('NFKC').toLowerCase()
  const has = (...texts) => texts.some((text) => String(text).normalize('NFKC').toLowerCase().includes(plain))
  const lots = data.lots.filter((lot) => serial ? lot.code === serial.code : has(lot.code, lot.projectName, lot.ownerName, lot.serials))
  const retired = data.retirements.filter((one) => serial
    ? one.serials.some((range) => range.text.includes(serial.code) && range.from <= serial.gram && serial.gram < range.to)
    : has(one.id, one.certificateId, one.holder, one.purpose, one.beneficiaryText[language], ...one.serials.map((range) => range.projectName + range.text)))
  $('lot-count').textContent = number(lots.length)
  $('retirement-count').textContent = number(retired.length)
  fill($('lots'), lots, (lot) => [lot.projectName, lot.familyName[language], lot.ownerName, String(lot.vintage), mass(lot.massG), lot.serials])
  fill($('retirements'), retired, (one) => [
    one.retiredAt.slice(0, 10), one.beneficiaryText[language], mass(one.massG), one.purpose, one.holder, one.certificateId,
    one.serials.map((range) => range.text).join(', '),
  ])
}
for (const name of ['rowMoved', 'rowAltered']) { const said = words[name]; words[name] = (n) => said.replace('{n}', number(n)) }
{ const said = words.headBroken; words.headBroken = (n, why) => said.replace('{n}', number(n)).replace('{why}', why) }
show('')
$('q').addEventListener('input', () => show($('q').value))
$('file').addEventListener('change', async () => {
  const [file] = $('file').files
  if (!file) return
  const checks = await checkCertificate(await file.text())
  $('answer').replaceChildren(...checks.map(([text, ok]) => {
    const line = document.createElement('li')
    line.textContent = (ok ? '✓ ' : '✗ ') + text
    line.className = ok ? 'good' : 'bad'
    return line
  }))
  $('answer').dataset.valid = String(checks.every(([, ok]) => ok))
})
async function start() {
  const verdict = $('verdict')
  if (!globalThis.crypto || !crypto.subtle) { verdict.textContent = words.noCrypto; return }
  try {
    const faults = await checkLog((index) => {
      verdict.textContent = words.checking.replace('{n}', number(index)).replace('{of}', number(data.leaves.length))
      return new Promise((resolve) => setTimeout(resolve))
    })
    verdict.textContent = faults.length === 0
      ? words.good.replace('{n}', number(data.leaves.length)).replace('{heads}', number(data.checkpoints.length))
      : words.bad + ' ' + faults.slice(0, 20).join(' ')
    verdict.className = faults.length === 0 ? 'good' : 'bad'
    verdict.dataset.faults = String(faults.length)
  } catch (error) {
    verdict.textContent = words.noCrypto + ' ' + error.message
    verdict.className = 'bad'
  }
}
start()
`
