import { sha256 } from '@noble/hashes/sha2.js'
import { concat, sameBytes } from './bytes.ts'

// A Merkle tree as RFC 6962 has it: leaves in the order of the log, each tree a prefix of every later one.

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(concat(LEAF, leaf))
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(NODE, left, right))
}

/** The root of a tree without leaves. */
export const EMPTY_ROOT = sha256(new Uint8Array(0))

/** Reads the hash of a whole subtree: the leaves from `index * 2^level` on, `2^level` of them. */
export type NodeReader = (level: number, index: number) => Promise<Uint8Array>

/** The root over the first `size` leaves. */
export function rootOf(size: number, read: NodeReader): Promise<Uint8Array> {
  return size === 0 ? Promise.resolve(EMPTY_ROOT) : hashOf(0, size, read)
}

/** The hashes that lead from leaf `index` to the root of the first `size` leaves, from the leaf upwards. */
export async function inclusionPath(index: number, size: number, read: NodeReader): Promise<Uint8Array[]> {
  const path: Uint8Array[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + splitOf(to - from)
    if (index < middle) {
      path.unshift(await hashOf(middle, to, read))
      to = middle
    } else {
      path.unshift(await hashOf(from, middle, read))
      from = middle
    }
  }
  return path
}

/** The hashes that show that the tree of `first` leaves is the beginning of the tree of `second`. */
export async function consistencyPath(first: number, second: number, read: NodeReader): Promise<Uint8Array[]> {
  if (first === 0 || first === second) return []
  const path: Uint8Array[] = []
  let [from, to] = [0, second]
  let whole = true
  while (first !== to) {
    const middle = from + splitOf(to - from)
    if (first <= middle) {
      path.unshift(await hashOf(middle, to, read))
      to = middle
    } else {
      path.unshift(await hashOf(from, middle, read))
      from = middle
      whole = false
    }
  }
  if (!whole) path.unshift(await hashOf(from, to, read))
  return path
}

/** Whether a leaf is at `index` of the tree of `size` leaves with this root (RFC 9162, 2.1.3.2). */
export function inclusionHolds(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (index >= size) return false
  let [node, last] = [index, size - 1]
  let hash = leaf
  for (const sibling of path) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else hash = nodeHash(hash, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && sameBytes(hash, root)
}

/** Whether the tree of `first` leaves is the beginning of the tree of `second` (RFC 9162, 2.1.4.2). */
export function consistencyHolds(
  first: number,
  second: number,
  path: readonly Uint8Array[],
  firstRoot: Uint8Array,
  secondRoot: Uint8Array,
): boolean {
  if (first > second) return false
  if (first === second) return path.length === 0 && sameBytes(firstRoot, secondRoot)
  if (first === 0) return path.length === 0
  const hashes = isPowerOfTwo(first) ? [firstRoot, ...path] : [...path]
  const start = hashes[0]
  if (!start) return false
  let [node, last] = [first - 1, second - 1]
  while (node % 2 === 1) [node, last] = [half(node), half(last)]
  let [old, young] = [start, start]
  for (const sibling of hashes.slice(1)) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      old = nodeHash(sibling, old)
      young = nodeHash(sibling, young)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else young = nodeHash(young, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && sameBytes(old, firstRoot) && sameBytes(young, secondRoot)
}

/** A whole subtree, to be stored. */
export type TreeNode = { level: number; index: number; hash: Uint8Array }

/** The whole subtrees that become complete when leaves are appended to a tree of `size`; `read` knows the earlier ones. */
export async function appendLeaves(size: number, leaves: readonly Uint8Array[], read: NodeReader): Promise<TreeNode[]> {
  const fresh = new Map<string, Uint8Array>()
  const nodes: TreeNode[] = []
  const keep = (level: number, index: number, hash: Uint8Array) => {
    fresh.set(`${level}/${index}`, hash)
    nodes.push({ level, index, hash })
  }
  for (const [offset, leaf] of leaves.entries()) {
    let [level, index, hash] = [0, size + offset, leaf]
    keep(level, index, hash)
    while (index % 2 === 1) {
      const left = fresh.get(`${level}/${index - 1}`) ?? (await read(level, index - 1))
      hash = nodeHash(left, hash)
      level += 1
      index = half(index)
      keep(level, index, hash)
    }
  }
  return nodes
}

/** The hash over the leaves `[from, to)`, where `from` is a multiple of the largest power of two below the width. */
async function hashOf(from: number, to: number, read: NodeReader): Promise<Uint8Array> {
  const width = to - from
  if (isPowerOfTwo(width)) return read(Math.log2(width), from / width)
  const middle = from + splitOf(width)
  return nodeHash(await hashOf(from, middle, read), await hashOf(middle, to, read))
}

/** The largest power of two below a width of at least two. */
function splitOf(width: number): number {
  return 2 ** Math.floor(Math.log2(width - 1))
}

function isPowerOfTwo(number: number): boolean {
  return 2 ** Math.round(Math.log2(number)) === number
}

const half = (number: number): number => Math.floor(number / 2)
