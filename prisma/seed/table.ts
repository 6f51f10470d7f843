import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../root.ts'

/**
 * Reads a table of facts from `prisma/seed`: the first line names the columns, and no value holds a comma or a quote,
 * which is checked, so that a line break is all the format there is.
 */
export async function readTable(name: string): Promise<Record<string, string>[]> {
  const [head = '', ...lines] = (await readFile(join(root(), 'prisma/seed', name), 'utf8')).trimEnd().split('\n')
  const columns = head.split(',')
  return lines.map((line, i) => {
    const values = line.split(',')
    if (values.length !== columns.length || line.includes('"')) throw new Error(`${name}: line ${i + 2} is malformed`)
    return Object.fromEntries(columns.map((column, at) => [column, values[at] ?? '']))
  })
}
