/**
 * The file of an upload. A form (multipart/form-data) wraps it between two lines of its own choice; the first part that
 * has a file's name is taken. Everything else is the file itself.
 */
export function uploadedFile(bytes: Buffer, contentType: string): Buffer {
  const boundary = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType)
  if (!boundary) return bytes
  const line = `--${boundary[1] ?? boundary[2]}`
  for (let from = bytes.indexOf(line); from >= 0; ) {
    const head = bytes.indexOf('\r\n\r\n', from)
    const next = bytes.indexOf(`\r\n${line}`, from + line.length)
    if (head < 0 || next < 0 || next < head) return Buffer.alloc(0)
    if (/\bfilename=/i.test(bytes.toString('latin1', from, head))) return bytes.subarray(head + 4, next)
    from = next + 2
  }
  return Buffer.alloc(0)
}

/** Whether a file is a PDF, which its first bytes say better than whoever sends it. */
export const isPdf = (file: Buffer): boolean => file.toString('latin1', 0, 5) === '%PDF-'
