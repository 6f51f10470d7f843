import { API_ROOT, actingOrganisation, send } from './api-client.ts'

/** Offers a text as a file. */
export function saveText(text: string, name: string, type: string): void {
  saveBlob(new Blob([text], { type }), name)
}

/** Offers bytes as a file. */
export function saveParts(parts: Uint8Array<ArrayBuffer>[], name: string, type: string): void {
  saveBlob(new Blob(parts, { type }), name)
}

/**
 * Fetches another form of a reading, such as its CSV, and offers it as a file: a link could not say which form.
 * @param path below `/api/v1`, with its query.
 * @throws ProblemError, UnreachableError as `send` does.
 */
export async function saveReading(path: string, name: string, type: string): Promise<void> {
  const organisation = actingOrganisation()
  const response = await send(`${API_ROOT}${path}`, {
    headers: { Accept: type, ...(organisation && { 'X-Organisation': organisation }) },
  })
  saveBlob(await response.blob(), name)
}

function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser has taken its own hold of it by the next minute.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
