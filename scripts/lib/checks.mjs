import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './install.mjs'
import { packages, root } from './paths.mjs'

const bin = (name) => join(root, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name)
const check = (name, args) =>
  run(bin(name), args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).then((code) => code === 0)

/** The checks that need nothing to run: each answers whether it found nothing. */
export const checks = {
  async types() {
    let good = true
    for (const folder of ['.', ...packages]) {
      if (existsSync(join(root, folder, 'tsconfig.json'))) good = (await check('tsc', ['-p', folder])) && good
    }
    return good
  },
  lint: () => check('oxlint', ['--deny-warnings']),
  format: () => check('biome', ['format', '.', '--reporter=summary']),
}
