import { sha256 } from '@noble/hashes/sha2.js'
import { canonicalize } from 'json-canonicalize'
import type { SaidStatement } from '../credits/retirement-statement.ts'
import { statementText } from '../credits/retirement-statement.ts'
import type { Bilingual } from '../kernel/text.ts'
import { concat, fromHex, hex, utf8 } from './bytes.ts'
import { subjectOf } from './credential.ts'
import { type RetirementRecord, withheld } from './record.ts'
import { type Json, type JsonObject, proofHolds } from './signature.ts'

export type Check = { id: string; ok: boolean; text: Bilingual }

/** A key that signs or once signed certificates. */
export type KnownKey = { id: string; publicKey: Uint8Array; createdAt: string; retiredAt: string | null }

/**
 * Everything that can be checked about a certificate with nothing but itself and the known keys: offline, by anyone.
 * A changed digit anywhere fails the signature; the other checks say what does not fit.
 */
export function checkAlone(credential: JsonObject, keys: readonly KnownKey[]): Check[] {
  const subject = objectIn(credential, 'credentialSubject')
  const proof = objectIn(credential, 'proof')
  const method = typeof proof?.verificationMethod === 'string' ? proof.verificationMethod : ''
  const issuer = typeof credential.issuer === 'string' ? credential.issuer : ''
  const key = keys.find(({ id }) => issuer !== '' && method === `${issuer}#${id}`)
  const opened = subject ? opensStatement(subject) : false
  return [
    check('form', subject !== undefined && proof !== undefined && hasType(credential)),
    check('key', key !== undefined && typeof proof?.created === 'string' && inUse(key, proof.created)),
    check('signature', key !== undefined && proofHolds(credential, key.publicKey)),
    check('sum', subject !== undefined && sumsUp(subject)),
    ...(opened === null ? [] : [check('statement', opened)]),
  ]
}

/**
 * Compares a certificate with the ledger, figure by figure. The record is what the ledger says now, or null when it knows
 * no such retirement. A name that was erased or never public may be missing on either side.
 */
export function checkAgainst(credential: JsonObject, record: RetirementRecord | null): Check[] {
  const subject = objectIn(credential, 'credentialSubject')
  const entry = check('ledger', subject !== undefined && record !== null)
  if (!subject || !record) return [entry]
  // Each form is honest about what it leaves out; what it says must be what the ledger says.
  const named = subjectOf(record)
  const unnamed = subjectOf(withheld(record))
  const expected = 'salt' in subject && 'salt' in named ? named : unnamed
  const said = 'salt' in subject && !('salt' in named) ? without(subject, ['beneficiary', 'note', 'salt']) : subject
  const names = [...new Set([...Object.keys(expected), ...Object.keys(said)])]
  const different = names.filter((name) => !same(expected[name], said[name]))
  return [
    entry,
    ...FIGURES.map((name) => check(`figure.${name}`, !different.includes(name))),
    check(
      'figure.other',
      different.every((name) => (FIGURES as readonly string[]).includes(name)),
    ),
  ]
}

/** The figures whose check has a name of its own. */
const FIGURES = [
  'massG',
  'serials',
  'retiredAt',
  'certificateId',
  'family',
  'beneficiary',
  'purpose',
  'holder',
] as const

function same(a: Json | undefined, b: Json | undefined): boolean {
  return canonicalize(a ?? null) === canonicalize(b ?? null)
}

function without(subject: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(subject).filter(([name]) => !names.includes(name)))
}

function hasType({ type }: JsonObject): boolean {
  return Array.isArray(type) && type.includes('VerifiableCredential') && type.includes('RetirementCertificate')
}

/** A key vouches for what was signed while it was the key. */
function inUse({ createdAt, retiredAt }: KnownKey, signedAt: string): boolean {
  const at = Date.parse(signedAt)
  return at >= Date.parse(createdAt) && (retiredAt === null || at <= Date.parse(retiredAt))
}

/** The ranges add up to the mass, exactly. */
function sumsUp({ massG, serials }: JsonObject): boolean {
  if (typeof massG !== 'string' || !WHOLE.test(massG) || !Array.isArray(serials)) return false
  let sum = 0n
  for (const range of serials) {
    if (typeof range !== 'object' || range === null || Array.isArray(range)) return false
    const { from, to } = range
    if (typeof from !== 'string' || typeof to !== 'string' || !WHOLE.test(from) || !WHOLE.test(to)) return false
    sum += BigInt(to) - BigInt(from)
  }
  return sum === BigInt(massG)
}

const WHOLE = /^\d{1,16}$/

/** Whether salt and statement give the digest that the public log committed to; null when they are withheld. */
function opensStatement(subject: JsonObject): boolean | null {
  if (subject.salt === undefined) return null
  const salt = fromHex(String(subject.salt))
  if (!salt) return false
  const text = (name: string): string | null => (typeof subject[name] === 'string' ? subject[name] : null)
  const said: SaidStatement = {
    beneficiary: text('beneficiary') ?? '',
    purpose: text('purpose') ?? '',
    place: text('place'),
    placeCode: text('placeCode'),
    periodFrom: text('periodFrom'),
    periodTo: text('periodTo'),
    note: text('note'),
    publicName: subject.publicName === true,
  }
  return hex(sha256(concat(salt, utf8(statementText(said))))) === subject.statementDigest
}

function objectIn(container: JsonObject, name: string): JsonObject | undefined {
  const value = container[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
}

function check(id: string, ok: boolean): Check {
  return { id, ok, text: checkTexts[id] ?? { ja: id, en: id } }
}

/** What each check asks, for the page that shows the answers. */
export const checkTexts: Readonly<Record<string, Bilingual>> = {
  readable: { ja: 'ファイルを証明書として読み取れる', en: 'The file can be read as a certificate' },
  form: { ja: '証明書の形をしている', en: 'It has the form of a certificate' },
  key: { ja: '署名した鍵が知られていて、その時に使われていた', en: 'The signing key is known and was in use then' },
  signature: { ja: '署名が内容と一致する', en: 'The signature fits the content' },
  sum: { ja: '番号の範囲の合計が質量と一致する', en: 'The serial ranges add up to the mass' },
  statement: {
    ja: '受益者などの記載が、公開記録の約束と一致する',
    en: 'The statement opens the public log’s commitment',
  },
  ledger: { ja: '台帳にこの無効化がある', en: 'The ledger has this retirement' },
  document: {
    ja: 'PDF が発行したものと1バイトも違わない',
    en: 'The PDF is byte for byte one that was issued',
  },
  'figure.massG': { ja: '質量が台帳と一致する', en: 'The mass is the ledger’s' },
  'figure.serials': { ja: '番号が台帳と一致する', en: 'The serials are the ledger’s' },
  'figure.retiredAt': { ja: '日時が台帳と一致する', en: 'The time is the ledger’s' },
  'figure.certificateId': { ja: '証明書番号が台帳と一致する', en: 'The certificate number is the ledger’s' },
  'figure.family': { ja: '種類が台帳と一致する', en: 'The family is the ledger’s' },
  'figure.beneficiary': { ja: '受益者が台帳と一致する', en: 'The beneficiary is the ledger’s' },
  'figure.purpose': { ja: '目的が台帳と一致する', en: 'The purpose is the ledger’s' },
  'figure.holder': { ja: '無効化した組織が台帳と一致する', en: 'The retiring organisation is the ledger’s' },
  'figure.other': { ja: 'その他の記載が台帳と一致する', en: 'Everything else is the ledger’s' },
}
