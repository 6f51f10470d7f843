import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

let found: string | undefined

/**
 * The folder of the repository. Programs run from a bundle that lies elsewhere than its sources, so a resource is
 * found from here (`join(root(), 'prisma/seed/municipalities.json')`) and never beside `import.meta.url`.
 * @throws when neither the running file nor the working directory lies inside the repository.
 */
export function root(): string {
  found ??= upwards(dirname(fileURLToPath(import.meta.url))) ?? upwards(process.cwd())
  if (!found) throw new Error('pnpm-workspace.yaml was not found above the running file')
  return found
}

function upwards(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return folder
    if (folder === dirname(folder)) return undefined
  }
}
