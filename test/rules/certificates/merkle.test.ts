import { utf8 } from '@morinowa/shared/certificates/bytes.ts'
import {
  appendLeaves,
  consistencyHolds,
  consistencyPath,
  EMPTY_ROOT,
  inclusionHolds,
  inclusionPath,
  leafHash,
  type NodeReader,
  nodeHash,
  rootOf,
} from '@morinowa/shared/certificates/merkle.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

/** A log in memory that is appended to in batches. */
async function logOf(batches: readonly number[]): Promise<{ read: NodeReader; leaves: Uint8Array[] }> {
  const nodes = new Map<string, Uint8Array>()
  const read: NodeReader = (level, index) => {
    const hash = nodes.get(`${level}/${index}`)
    return hash ? Promise.resolve(hash) : Promise.reject(new Error(`no node ${level}/${index}`))
  }
  const leaves: Uint8Array[] = []
  for (const width of batches) {
    const fresh = Array.from({ length: width }, (_, n) => leafHash(utf8(`leaf ${leaves.length + n}`)))
    for (const { level, index, hash } of await appendLeaves(leaves.length, fresh, read)) {
      nodes.set(`${level}/${index}`, hash)
    }
    leaves.push(...fresh)
  }
  return { read, leaves }
}

/** The definition of RFC 6962 word for word, to compare with. */
function plainRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (!only) return EMPTY_ROOT
  if (leaves.length === 1) return only
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(plainRoot(leaves.slice(0, split)), plainRoot(leaves.slice(split)))
}

test('whatever the batches, the root is the one that the definition gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }), async (batches) => {
      const { read, leaves } = await logOf(batches)
      expect(await rootOf(leaves.length, read)).toEqual(plainRoot(leaves))
    }),
  )
})

test('every leaf of every size has a proof, and no proof fits another leaf, place or root', async () => {
  const { read, leaves } = await logOf([33])
  for (let size = 1; size <= leaves.length; size++) {
    const root = await rootOf(size, read)
    for (let index = 0; index < size; index++) {
      const leaf = leaves[index] as Uint8Array
      const path = await inclusionPath(index, size, read)
      expect(inclusionHolds(leaf, index, size, path, root)).toBe(true)
      expect(inclusionHolds(leafHash(utf8('other')), index, size, path, root)).toBe(false)
      if (size > 1) expect(inclusionHolds(leaf, (index + 1) % size, size, path, root)).toBe(false)
      expect(inclusionHolds(leaf, index, size, path, leaf)).toBe(size === 1)
    }
  }
})

test('every size is the beginning of every later one, and of no other tree', async () => {
  const { read, leaves } = await logOf([20])
  for (let second = 1; second <= leaves.length; second++) {
    const secondRoot = await rootOf(second, read)
    for (let first = 1; first <= second; first++) {
      const firstRoot = await rootOf(first, read)
      const path = await consistencyPath(first, second, read)
      expect(consistencyHolds(first, second, path, firstRoot, secondRoot)).toBe(true)
      expect(consistencyHolds(first, second, path, leafHash(utf8('x')), secondRoot)).toBe(false)
      expect(consistencyHolds(first, second, path, firstRoot, leafHash(utf8('x')))).toBe(false)
    }
  }
})
