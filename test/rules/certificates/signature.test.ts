import { generateKeyPairSync, sign } from 'node:crypto'
import { fromMultibase, multibase, utf8 } from '@morinowa/shared/certificates/bytes.ts'
import { base64, fromBase64, readNote, signedNote } from '@morinowa/shared/certificates/checkpoint.ts'
import { credentialOf, didOf } from '@morinowa/shared/certificates/credential.ts'
import { RetirementRecord } from '@morinowa/shared/certificates/record.ts'
import { multikey, proofHolds, withProof } from '@morinowa/shared/certificates/signature.ts'
// @ts-expect-error The package has no types.
import { createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
// @ts-expect-error The package has no types.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const pair = generateKeyPairSync('ed25519')
const publicKey = new Uint8Array(Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))
const signer = (bytes: Uint8Array) => new Uint8Array(sign(null, bytes, pair.privateKey))

const record = RetirementRecord.parse({
  id: '0198f0de-0000-7000-8000-000000000001',
  certificateId: 'MW-C-2026-7K3Q9XAB',
  entries: [12],
  family: 'j-blue',
  massG: 2_500,
  retiredAt: '2026-11-22T07:00:00.000Z',
  holder: '洋野町',
  beneficiary: '髙﨑𠮷野屋',
  purpose: '夏祭り',
  place: null,
  placeCode: null,
  periodFrom: null,
  periodTo: null,
  note: null,
  publicName: true,
  salt: 'ab',
  statementDigest: 'cd',
  serials: [],
})
const url = 'http://localhost:3000'
const options = {
  type: 'DataIntegrityProof',
  cryptosuite: 'eddsa-jcs-2022',
  created: '2026-11-22T07:00:01Z',
  verificationMethod: `${didOf(url)}#key-1`,
  proofPurpose: 'assertionMethod',
} as const
const signed = withProof(credentialOf(record, url), options, signer)

test('our proof holds, and not with another key', () => {
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? ''
  expect(proofHolds(signed, publicKey)).toBe(true)
  expect(proofHolds(signed, new Uint8Array(Buffer.from(other, 'base64url')))).toBe(false)
})

test('an independent implementation agrees that our proof holds', async () => {
  const key = await Ed25519Multikey.from({
    '@context': 'https://w3id.org/security/multikey/v1',
    type: 'Multikey',
    id: options.verificationMethod,
    controller: didOf(url),
    publicKeyMultibase: multikey(publicKey),
  })
  const cryptosuite = createVerifyCryptosuite()
  const { proof, ...document } = signed
  const data = await cryptosuite.createVerifyData({ cryptosuite, document, proof: { ...proof } })
  const signature = fromMultibase(String(proof.proofValue))
  expect(await key.verifier().verify({ data, signature })).toBe(true)
})

test('any changed character of the document breaks the proof', () => {
  const text = JSON.stringify(signed)
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom(...'0123456789abcxyz'), (at, character) => {
      fc.pre(text[at] !== character)
      let changed: unknown
      try {
        changed = JSON.parse(text.slice(0, at) + character + text.slice(at + 1))
      } catch {
        return
      }
      expect(proofHolds(changed as typeof signed, publicKey)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('bytes survive base 58 and base 64', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(fromMultibase(multibase(bytes))).toEqual(bytes)
      expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(fromBase64(base64(bytes))).toEqual(bytes)
    }),
  )
})

test('text is the same UTF-8 as everywhere', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(Buffer.from(utf8(text))).toEqual(Buffer.from(text, 'utf8'))
    }),
  )
})

test('a checkpoint reads back with its key and with no other, and not after a change', () => {
  const checkpoint = { origin: 'x.jp/log', size: 7, root: new Uint8Array(32).fill(9), at: '2026-11-22T00:00:00Z' }
  const note = signedNote(checkpoint, 'x.jp/log', publicKey, signer)
  const keys = [{ name: 'x.jp/log', publicKey }]
  expect(readNote(note, keys)).toEqual(checkpoint)
  expect(readNote(note.replace('\n7\n', '\n8\n'), keys)).toBeNull()
  expect(readNote(note, [{ name: 'y.jp/log', publicKey }])).toBeNull()
})
