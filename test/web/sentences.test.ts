import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '@morinowa/prisma/root.ts'
import { expect, it } from 'vitest'

const LETTERS = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u

/** Line and block comments, which may quote what a page says. */
const COMMENTS = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm

it('writes no Japanese in components: every sentence has its place in shared/src/text', () => {
  const folder = join(root(), 'web/src')
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .filter((name) => LETTERS.test(readFileSync(join(folder, name), 'utf8').replaceAll(COMMENTS, '')))
  expect(found).toEqual([])
})
