import { type Browser, chromium } from 'playwright-core'
import { afterAll } from 'vitest'

/**
 * A browser for this test file. `npm test` looks for a Chromium and says so when there is none; run alone, these tests
 * want its place in CHROMIUM_PATH.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH
  if (!executablePath) throw new Error('CHROMIUM_PATH names no Chromium; npm test finds one by itself')
  // Containers seldom allow Chromium's own sandbox, nor shared memory beyond 64 MB; the pages are ours.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  afterAll(() => browser.close())
  return browser
}
