import type { sources as ja } from '../ja/sources.ts'

export const sources: typeof ja = {
  title: 'Sources and data',
  lead: 'Where the numbers and the maps come from.',
  software: {
    title: 'Software',
    text: 'The program is under the Apache License 2.0. The parts it uses carry their own terms in their packages.',
  },
  data: {
    title: 'Data',
    name: 'Data',
    from: 'From',
    terms: 'Terms',
    items: [
      {
        name: 'Names, kana and offices of municipalities',
        from: 'code4fukui / localgovjp',
        url: 'https://github.com/code4fukui/localgovjp',
        terms: 'CC0',
      },
      {
        name: 'Romaji of municipalities',
        from: 'piuccio / open-data-jp-municipalities (18 corrected by hand)',
        url: 'https://github.com/piuccio/open-data-jp-municipalities',
        terms: 'MIT',
      },
      {
        name: 'Population (2020 census, preliminary)',
        from: 'Statistics Bureau of Japan, e-Stat 0003433219, processed',
        url: 'https://www.e-stat.go.jp/',
        terms: 'e-Stat terms of use',
      },
      { name: 'Airports', from: 'OurAirports', url: 'https://ourairports.com/data/', terms: 'Public domain' },
      {
        name: 'Coastline (behind the approximate areas)',
        from: 'Natural Earth, by way of world-atlas',
        url: 'https://www.naturalearthdata.com/',
        terms: 'Public domain',
      },
      {
        name: 'Real boundaries (only where imported)',
        from: 'National Land Numerical Information (administrative areas), MLIT, processed',
        url: 'https://nlftp.mlit.go.jp/ksj/',
        terms: 'Terms of the National Land Numerical Information',
      },
      {
        name: 'Background map (only where chosen)',
        from: 'GSI Tiles, Geospatial Information Authority of Japan',
        url: 'https://maps.gsi.go.jp/development/ichiran.html',
        terms: 'GSI content terms of use',
      },
    ],
  },
  demo: {
    title: 'The demo world',
    text: 'Its cases use only figures and conditions that were published by or about the organisations named. None of them takes part in this service by being named here. Organisations marked as fictional do not exist.',
  },
  calculation: {
    title: 'Methods and factors',
    lead: 'Formulas and their versions, and each factor’s value, year, source and whether it was read there, are public. A result keeps the versions and hashes it used.',
  },
}
