import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'

/** What the server sends for a component, and the text in it as a browser has it. */
export function toMarkup(node: ReactNode): { html: string; text: string } {
  const html = renderToStaticMarkup(node)
  const text = html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('\u202f', ' ')
    .replaceAll('&amp;', '&')
  return { html, text }
}

/** Whatever is drawn in the colour, or with the shape, of what was checked and holds. */
export const GREEN = /(?:ink|tone|pattern)-verified|fill-pass|#(?:i|p)-pass|#i-verified/
