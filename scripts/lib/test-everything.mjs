import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checks } from './checks.mjs'
import { findChromium } from './chromium.mjs'
import { ensureInstalled, run } from './install.mjs'
import { root } from './paths.mjs'
import { say } from './say.mjs'
import { ensureWeb } from './web.mjs'

/** Runs the checks and the tests, and ends with the line `N passed, N failed`. */
export async function testEverything(args) {
  await ensureInstalled({ checks: true })
  const count = { passed: 0, failed: 0 }
  const note = (name, good) => {
    process.stdout.write(`${good ? '✓' : '✗'} ${name}\n`)
    count[good ? 'passed' : 'failed']++
  }
  note('web build', await ensureWeb())
  for (const [name, check] of Object.entries(checks)) note(name, await check())

  const chromium = findChromium()
  if (!chromium) {
    say(
      'Chromium が見つからないので、ブラウザーのテストは実行しません（CHROMIUM_PATH で指定できます）。',
      'No Chromium was found, so the browser tests are not run (CHROMIUM_PATH may name one).',
    )
  }
  await vitest(args, chromium, count)
  process.stdout.write(`${count.passed} passed, ${count.failed} failed\n`)
  process.exitCode = count.failed === 0 ? 0 : 1
}

async function vitest(args, chromium, count) {
  const folder = mkdtempSync(join(tmpdir(), 'morinowa-report-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const projects = chromium ? [] : ['--project=!e2e']
  const program = join(root, 'test/node_modules/vitest/vitest.mjs')
  const code = await run(process.execPath, [program, 'run', ...reporters, ...projects, ...args], {
    cwd: join(root, 'test'),
    stdio: 'inherit',
    env: { ...process.env, ...(chromium && { CHROMIUM_PATH: chromium }) },
  })
  const { passed, failed } = counted(report)
  rmSync(folder, { recursive: true, force: true })
  count.passed += passed
  // A run can fail without a failed test: a file that does not load, an error that nobody caught.
  count.failed += code !== 0 ? Math.max(failed, 1) : failed
}

function counted(report) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const unloaded = testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
    )
    return { passed: numPassedTests, failed: numFailedTests + unloaded.length }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
