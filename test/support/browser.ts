import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

// A browser that talks to our server and to nobody else, and what every page is held to.

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type Visitor = { context: BrowserContext; page: Page; close(): Promise<void> }

/**
 * A visitor with an empty profile of their own.
 * @param executablePath the Chromium to run.
 * @param options language (`locale`), size (`viewport`) and the rest of what Playwright knows.
 */
export async function openVisitor(
  executablePath: string,
  baseURL: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const profile = await mkdtemp(join(tmpdir(), 'morinowa-visitor-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: FLAGS,
    baseURL,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    ...options,
  })
  const page = context.pages()[0] ?? (await context.newPage())
  return {
    context,
    page,
    async close() {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

/**
 * Collects what a page must not do: errors on its console, crashes, requests to another origin.
 * @returns the list, which grows while the page lives.
 */
export function watchForTrouble(page: Page, baseURL: string): string[] {
  const trouble: string[] = []
  const { origin } = new URL(baseURL)
  page.on('pageerror', (error) => trouble.push(`crash: ${error.message}`))
  page.on('console', (message) => {
    // A refused request is shown by the browser as an error too; the page's answer to it is tested elsewhere.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      trouble.push(message.text())
  })
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url())
    if (protocol.startsWith('http') && asked !== origin) trouble.push(`request to ${asked}`)
  })
  return trouble
}

let axeSource: Promise<string> | undefined

/** What axe finds on the page as it stands, WCAG 2.0 to 2.2 A and AA and its own best practices: rule, target, reason. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  axeSource ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(await axeSource)
  const { violations } = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (on: Document, how: object) => Promise<AxeResults> } }
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    return axe.run(document, { runOnly: { type: 'tag', values } })
  })
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
  )
}

/** Whether anything on the page sticks out to the right of the window. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
}
