import { checkDigit } from '@morinowa/shared/kernel/municipality-code.ts'
import { placeOf } from '@morinowa/shared/methodology/place.ts'
import { searchText, searchWords } from '@morinowa/shared/kernel/search-text.ts'
import { municipalityOfWard } from '@morinowa/shared/municipalities/ward-city.ts'
import { readMunicipalities } from '@morinowa/prisma/seed/municipalities.ts'
import { readTable } from '@morinowa/prisma/seed/table.ts'
import { expect, test } from 'vitest'

const municipalities = await readMunicipalities()
const codes = new Set(municipalities.map(({ code }) => code))
const designated = municipalities.filter((row) => row.designated).map(({ code }) => code)

test('there are 1,741 municipalities and the six villages of the Northern Territories, each once', () => {
  expect(codes.size).toBe(1_747)
  expect(municipalities.filter((row) => row.northernTerritories)).toHaveLength(6)
  expect(new Set(municipalities.map(({ code }) => code.slice(0, 2))).size).toBe(47)
})

test('every code carries its right check digit', () => {
  const wrong = municipalities.filter(({ code, lgcode }) => lgcode !== code + checkDigit(code))
  expect(wrong).toEqual([])
})

test('the people of all municipalities are the people of Japan in the 2020 census', () => {
  expect(municipalities.reduce((sum, { population }) => sum + (population ?? 0), 0)).toBe(126_226_568)
})

test('only the Northern Territories have neither people nor an office', () => {
  const without = municipalities.filter(({ population, officeLat, officeLon }) =>
    [population, officeLat, officeLon].includes(null),
  )
  expect(without.every((row) => row.northernTerritories)).toBe(true)
  expect(without).toHaveLength(6)
})

test('major cities are the 20 designated cities and the 23 special wards, all others go by population', () => {
  const sizes = municipalities.map((row) => ({ ...row, size: placeOf(row.code, row.population ?? 0).size }))
  const major = sizes.filter(({ size }) => size === 'major-city')
  expect(major.every((row) => row.designated || row.kind === 'special_ward')).toBe(true)
  expect(major).toHaveLength(43)
  expect(designated).toHaveLength(20)

  const sizeOf = (name: string) => sizes.find(({ nameJa }) => nameJa === name)?.size
  expect(sizeOf('長野市')).toBe('city150k')
  expect(sizeOf('射水市')).toBe('city50k-150k')
  expect(sizeOf('中標津町')).toBe('under50k')
})

test('every airport lies in a municipality of the table', async () => {
  const airports = await readTable('airports.csv')
  expect(airports).toHaveLength(79)
  expect(airports.filter(({ municipality = '' }) => !codes.has(municipality))).toEqual([])
})

test.each([
  ['01101', '01100'], // 札幌市中央区
  ['14118', '14100'], // 横浜市都筑区
  ['14131', '14130'], // 川崎市川崎区
  ['14153', '14150'], // 相模原市南区
  ['22138', '22130'], // 浜松市中央区, since 2024
  ['22137', '22130'], // 浜松市天竜区, the number before
  ['13101', '13101'], // 千代田区 is a municipality itself
  ['20201', '20201'], // 長野市
])('code %s belongs to municipality %s', (code, municipality) => {
  expect(municipalityOfWard(code, codes, designated)).toBe(municipality)
})

test.each(['13000', '40305', '13199', '00410', ''])('code "%s" belongs to nobody', (code) => {
  expect(municipalityOfWard(code, codes, designated)).toBe(null)
})

test('width, capitals, katakana, long vowels and hyphens make no difference to a search', () => {
  expect(searchText(' ﾅｶﾞﾉ ')).toBe('ながの')
  expect(searchText('ŌTSU-shi')).toBe('otsushi')
  expect(searchText('２０２０１')).toBe('20201')
  expect(searchWords('長野県　ナガノ')).toEqual(['長野県', 'ながの'])
})
