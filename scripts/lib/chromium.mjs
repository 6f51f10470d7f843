import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The path of a Chromium that starts, or undefined: CHROMIUM_PATH, the search path, usual places, Playwright's cache. */
export function findChromium() {
  return [...candidates()].find((path) => existsSync(path) && starts(path))
}

function* candidates() {
  if (process.env.CHROMIUM_PATH) yield process.env.CHROMIUM_PATH
  for (const folder of (process.env.PATH ?? '').split(delimiter)) for (const name of names) yield join(folder, name)
  yield '/usr/lib/chromium/chromium'
  yield '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  yield 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
  const caches = [process.env.PLAYWRIGHT_BROWSERS_PATH, join(homedir(), '.cache/ms-playwright')]
  caches.push(join(homedir(), 'Library/Caches/ms-playwright'))
  for (const cache of caches) {
    if (!cache || !existsSync(cache)) continue
    for (const version of readdirSync(cache).filter((name) => name.startsWith('chromium'))) {
      for (const folder of ['chrome-linux', 'chrome-linux64']) yield join(cache, version, folder, 'chrome')
      yield join(cache, version, 'chrome-mac/Chromium.app/Contents/MacOS/Chromium')
    }
  }
}

/** A file may be there and yet not run: a snap's stand-in, another machine's program, a missing library. */
function starts(path) {
  try {
    return /Chrom/.test(execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return false
  }
}
