import type { CertificateFigures } from '@morinowa/shared/certificates/figures.ts'

/** A small picture for a web page that links to the certificate, with the same mass and number as the certificate. */
export function drawBadge({ title, mass, number }: CertificateFigures): string {
  const said = `${title} ${mass.value} ${number.value}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="280" height="64" viewBox="0 0 280 64" role="img" aria-label="${escaped(said)}">`,
    `<rect width="280" height="64" rx="8" fill="#0b6b4f"/>`,
    `<g fill="#ffffff" font-family="'Hiragino Sans','Yu Gothic UI',Meiryo,sans-serif">`,
    `<text x="14" y="19" font-size="11">${escaped(title)}</text>`,
    `<text x="14" y="39" font-size="15" font-weight="700">${escaped(mass.value)}</text>`,
    `<text x="14" y="55" font-size="11">${escaped(number.value)}</text>`,
    '</g></svg>',
  ].join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
