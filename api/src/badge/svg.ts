import { escapeMarkup } from './escape'
import type { Summary } from './summary'

const FILLS = { neutral: '#475467', none: '#475467', failed: '#B42318' }
const LABEL_FILL = '#2B3240'
const PADDING = 7
const HEIGHT = 20
/** Width of a character of 11 px Verdana, generously; the text is set to the width that follows. */
const NARROW = /[ \u2009·.,:|ijl1-]/

/** The badge as SVG: two cells, and the whole as a sentence for those who cannot see it. */
export function toSvg({ label, message, tone }: Summary, about: string): string {
  const [labelWidth, messageWidth] = [widthOf(label), widthOf(message)]
  const [left, width] = [labelWidth + 2 * PADDING, labelWidth + messageWidth + 4 * PADDING]
  const title = escapeMarkup(`${about}: ${label}: ${message}`)
  const text = (content: string, x: number, length: number) =>
    `<text x="${x}" y="14" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escapeMarkup(content)}</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<clipPath id="r"><rect width="${width}" height="${HEIGHT}" rx="4"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${left}" height="${HEIGHT}" fill="${LABEL_FILL}"/>`,
    `<rect x="${left}" width="${width - left}" height="${HEIGHT}" fill="${FILLS[tone]}"/></g>`,
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">',
    text(label, PADDING, labelWidth),
    text(message, left + PADDING, messageWidth),
    '</g></svg>',
  ].join('')
}

function widthOf(text: string): number {
  return Math.ceil([...text].reduce((sum, character) => sum + (NARROW.test(character) ? 4.3 : 7.1), 0))
}
