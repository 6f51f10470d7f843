import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '@morinowa/prisma/root.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibilityFaults, scrollsSideways, watchForTrouble } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'

// The map by itself in a real browser, under the strictest policy: nothing but files of our own, no inline styles.

const POLICY = "default-src 'self'"
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
/** A withheld area, one with a number, and one without data, all in the north. */
const VALUES = [
  ['01204', 1_200],
  ['01100', null],
  ['01207', 80],
]

const browser = await openBrowser()
let address = ''

beforeAll(async () => {
  const dist = await mkdtemp(join(tmpdir(), 'morinowa-map-'))
  const web = join(root(), 'web')
  const vite = await import(pathToFileURL(createRequire(join(web, 'package.json')).resolve('vite')).href)
  await vite.build({
    root: web,
    logLevel: 'warn',
    build: { outDir: dist, emptyOutDir: true, rolldownOptions: { input: join(web, 'check/index.html') } },
  })
  const geometry = await readFile(join(root(), 'prisma/seed/geo/approximate.topo.json'))
  const answers: Record<string, Buffer | string> = {
    '/geometry.json': geometry,
    '/values.json': JSON.stringify(VALUES),
  }
  const server = createServer(async (request, response) => {
    const path = request.url === '/' ? '/check/index.html' : (request.url ?? '')
    const body = answers[path] ?? (await readFile(join(dist, path)).catch(() => null))
    response.writeHead(body === null ? 404 : 200, {
      'content-security-policy': POLICY,
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    })
    response.end(body ?? '')
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  afterAll(async () => {
    server.close()
    await rm(dist, { recursive: true, force: true })
  })
})

async function open(options: Parameters<typeof browser.newContext>[0] = {}) {
  const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 900, height: 900 }, ...options })
  const page = await context.newPage()
  const trouble = watchForTrouble(page, address)
  await page.goto(address)
  await page.waitForSelector('canvas')
  return { page, trouble, close: () => context.close() }
}

test('the map is drawn under a policy of own files only, and finds nothing to complain of', async () => {
  const { page, trouble, close } = await open()
  expect(await page.getByText('概略の区域').isVisible()).toBe(true)
  expect(await page.getByText('80 g〜1200 g').isVisible()).toBe(true)
  expect(await accessibilityFaults(page)).toEqual([])
  expect(trouble).toEqual([])
  await close()
})

test('the keyboard moves the map and Enter chooses the area under the cross', async () => {
  const { page, trouble, close } = await open({ reducedMotion: 'reduce' })
  const map = page.getByRole('application', { name: '削減量の地図' })
  await map.focus()
  // Enter over the sea chooses nothing; zooming in and walking north-east comes to land.
  for (const key of ['+', '+', '+', '+']) await page.keyboard.press(key)
  let chosen = ''
  for (let step = 0; step < 40 && chosen === ''; step++) {
    await page.keyboard.press('Enter')
    chosen = (await page.locator('output').textContent()) ?? ''
    await page.keyboard.press(step % 2 === 0 ? 'ArrowRight' : 'ArrowUp')
  }
  expect(chosen).toMatch(/^\d{5}$/)
  expect(trouble).toEqual([])
  await close()
})

test('a pointer chooses an area, and the note beside it says the number', async () => {
  const { page, close } = await open()
  const frame = await page.locator('canvas').boundingBox()
  const map = await page.locator('.leaflet-map').boundingBox()
  if (!frame || !map) throw new Error('no map')
  const paint = await colours(page)
  // The darkest class belongs to 旭川市 alone; press where it was painted.
  // 札幌市 is withheld and hatched, on a ground no other area has.
  expect(paint.map(({ colour }) => colour)).toContain('#e2e2de')
  const spot = paint.find(({ colour }) => colour === '#1e4a76')
  expect(spot).toBeDefined()
  const { x, y } = spot as { x: number; y: number }
  await page.mouse.move(frame.x + x, frame.y + y)
  await page.getByText('01204 1200 g').waitFor()
  await page.mouse.click(frame.x + x, frame.y + y)
  await expect.poll(() => page.locator('output').textContent()).toBe('01204')
  await close()
})

test('on a telephone and in the dark it fits, in colours of its own', async () => {
  const { page, trouble, close } = await open({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
  expect(await scrollsSideways(page)).toBe(false)
  expect((await colours(page)).map(({ colour }) => colour)).toContain('#2a3731')
  expect(await accessibilityFaults(page)).toEqual([])
  expect(trouble).toEqual([])
  await close()
})

type Spot = { colour: string; x: number; y: number }

/** The colours on the canvas, each at one pixel whose surroundings have it too, in CSS pixels of the canvas. */
async function colours(page: Awaited<ReturnType<typeof open>>['page']): Promise<Spot[]> {
  return page.evaluate(() => {
    const canvas = document.querySelector('canvas') as HTMLCanvasElement
    const { width, height } = canvas
    const scale = width / canvas.clientWidth
    const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, width, height)
    const at = (x: number, y: number) => {
      const i = (y * width + x) * 4
      return data[i + 3] === 255
        ? `#${[0, 1, 2].map((c) => (data[i + c] ?? 0).toString(16).padStart(2, '0')).join('')}`
        : ''
    }
    const found = new Map<string, { colour: string; x: number; y: number }>()
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const colour = at(x, y)
        if (colour === '' || found.has(colour)) continue
        if ([at(x - 1, y), at(x + 1, y), at(x, y - 1), at(x, y + 1)].every((near) => near === colour)) {
          found.set(colour, { colour, x: x / scale, y: y / scale })
        }
      }
    }
    return [...found.values()]
  })
}
