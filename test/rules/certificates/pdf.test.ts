import { createHash } from 'node:crypto'
import { renderPdf } from '@morinowa/api/certificates/render-pdf.ts'
import { credentialOf, digestOf } from '@morinowa/shared/certificates/credential.ts'
import { RetirementRecord } from '@morinowa/shared/certificates/record.ts'
import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'

const URL = 'http://localhost:3000'

function record(ranges: number) {
  return RetirementRecord.parse({
    id: '01990000-0000-7000-8000-000000000001',
    certificateId: 'MW-C-2026-7K3Q9XAB',
    entries: [1],
    family: 'j-credit',
    massG: ranges * 10,
    retiredAt: '2026-11-22T01:02:03.000Z',
    holder: '道の駅',
    beneficiary: '一般社団法人 𠮷野川・髙千穂の会'.padEnd(118, '鷗'),
    purpose: '式典',
    place: null,
    placeCode: null,
    periodFrom: null,
    periodTo: null,
    note: null,
    publicName: true,
    salt: 'ab'.repeat(32),
    statementDigest: 'cd'.repeat(32),
    serials: Array.from({ length: ranges }, (_, n) => ({
      lotId: '01990000-0000-7000-8000-000000000002',
      from: n * 10,
      to: n * 10 + 10,
      text: `MW-JCREDIT-7K3Q9XAB-${n * 10}-${n * 10 + 9}`,
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
      projectName: '源流の森'.padEnd(80, '髙'),
      municipalityCode: null,
      vintage: 2023,
      registrySerials: [],
    })),
  })
}

async function drawn(ranges: number, language: 'ja' | 'en') {
  const one = record(ranges)
  const document = credentialOf(one, URL)
  const text = JSON.stringify(document)
  const signed = {
    record: one,
    text,
    digest: digestOf(document),
    contentHash: createHash('sha256').update(text).digest(),
  }
  return renderPdf(signed, language, URL)
}

/** Everything of a PDF that can be read as text: its objects, and its streams unpacked. */
function readable(pdf: Buffer): { objects: string; pages: string } {
  const text = pdf.toString('latin1')
  let pages = ''
  for (const { index } of text.matchAll(/stream\r?\n/g)) {
    const start = index + (text[index + 6] === '\r' ? 8 : 7)
    try {
      const stream = inflateSync(pdf.subarray(start, text.indexOf('endstream', start))).toString('latin1')
      // What draws, not fonts and attachments.
      if (stream.includes(' BDC') && stream.includes(' Tf')) pages += stream
    } catch {
      // Not deflated: fonts and metadata.
    }
  }
  return { objects: text, pages }
}

test.each([
  ['ja', 'ja-JP', 1],
  ['en', 'en', 40],
] as const)(
  'a PDF in %s says its language and title, and everything on it is marked for reading aloud',
  async (language, tag, ranges) => {
    const { objects, pages } = readable(await drawn(ranges, language))
    expect(objects).toContain('/MarkInfo')
    expect(objects).toContain('/Marked true')
    expect(objects).toContain(`/Lang (${tag})`)
    expect(objects).toContain('/DisplayDocTitle true')
    expect(objects).toContain('pdfuaid')
    expect(objects).toMatch(/\/S \/H1\b/)
    expect(objects.match(/\/S \/LI\b/g)?.length).toBe(objects.match(/\/S \/LBody\b/g)?.length)
    expect(objects).toMatch(/\/S \/Figure[\s\S]{0,200}\/Alt|\/Alt[\s\S]{0,300}\/S \/Figure/)
    // Fonts are inside, with what each glyph means.
    expect(objects).toContain('/FontFile')
    expect(objects).toContain('/ToUnicode')
    // Every piece that is opened is closed, and nothing is drawn outside of one.
    const opened = pages.match(/\b(BDC|BMC)\b/g)?.length ?? 0
    expect(opened).toBeGreaterThan(10)
    expect(pages.match(/\bEMC\b/g)?.length).toBe(opened)
    const outside = pages.split(/\b(?:BDC|BMC)\b[\s\S]*?\bEMC\b/).join(' ')
    expect(outside).not.toMatch(/\bTj\b|\bTJ\b/)
  },
)

test('the same certificate is always the same bytes', async () => {
  expect((await drawn(2, 'ja')).equals(await drawn(2, 'ja'))).toBe(true)
})
