import { CsvReader } from '@morinowa/shared/kernel/csv.ts'
import { RecordPicker } from '@morinowa/shared/kernel/pick-records.ts'
import { importRowsEndpoint } from '@morinowa/shared/reductions/contract.ts'
import { actingOrganisation, addressOf, send } from '../app/api-client.ts'
import { saveParts } from '../app/save-file.ts'

/**
 * Offers the records of a file that were rejected, as they were written, to be corrected and sent again. The server keeps
 * no file: the lines come from where they were read.
 */
export async function saveRejectedLines(file: File, importId: string, name: string): Promise<void> {
  const csv = /\.csv$/i.test(file.name)
  const picker = new RecordPicker(await rejectedLines(importId), { csv })
  const parts: Uint8Array<ArrayBuffer>[] = []
  const reader = file.stream().getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    // Copied: what is picked is little, and a view would hold the whole piece.
    for (const part of picker.take(value)) parts.push(new Uint8Array(part))
  }
  saveParts(parts, name + file.name, csv ? 'text/csv' : 'application/x-ndjson')
}

/** Where the rejected records of an upload begin. */
async function rejectedLines(importId: string): Promise<Set<number>> {
  const organisation = actingOrganisation()
  const answer = await send(
    addressOf(importRowsEndpoint.path, { params: { id: importId }, query: { status: 'rejected' } }),
    {
      headers: { Accept: 'text/csv', ...(organisation && { 'X-Organisation': organisation }) },
    },
  )
  const reader = new CsvReader()
  const lines = new Set<number>()
  const text = (await answer.text()).split(/\r?\n/)
  for (const record of [...text.flatMap((line, index) => reader.take(index + 1, line)), ...reader.end()]) {
    const line = 'fields' in record ? Number(record.fields[0]) : Number.NaN
    if (Number.isInteger(line)) lines.add(line)
  }
  return lines
}
