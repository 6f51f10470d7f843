import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Unable } from '@morinowa/shared/kernel/unable.ts'

/** Where the ministry offers the administrative areas of 1 January 2025; its page: `KsjTmplt-N03-2025.html`. */
export const N03_ADDRESS = 'https://nlftp.mlit.go.jp/ksj/gml/data/N03/N03-2025'
const N03_EDITION = 'N03-20250101'
const PREFECTURES = 47
/** A prefecture is 2 to 60 MB. */
const PATIENCE_MS = 600_000

/**
 * Fetches the archive of each prefecture into a folder, about 600 MB in all; by prefecture, because the archive of the
 * whole country needs more memory than a small machine has.
 * @throws Unable when the ministry's server cannot be reached or answers something else than an archive.
 */
export async function downloadBoundaries(
  folder: string,
  tell: (name: string) => void,
  address = N03_ADDRESS,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (let prefecture = 1; prefecture <= PREFECTURES; prefecture++) {
    const name = `${N03_EDITION}_${String(prefecture).padStart(2, '0')}_GML.zip`
    const url = `${address}/${name}`
    tell(name)
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })
      if (!answer.ok || !answer.body) throw new Error(`HTTP ${answer.status}`)
      await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(join(folder, name)))
    } catch (error) {
      throw new Unable(
        `${url} をダウンロードできません（${reasonOf(error)}）。ネットワークを確かめるか、ブラウザーで保存したファイルを pnpm geo:import <フォルダー> に渡してください。`,
        `${url} cannot be downloaded (${reasonOf(error)}). Check the network, or save the files with a browser and give their folder to pnpm geo:import.`,
        error,
      )
    }
  }
}

/** Of a failed fetch the cause says more than the error itself. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  return cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code || message : message
}
