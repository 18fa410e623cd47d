import type { Metadata } from 'next'
import { routes } from './routes'

/** Drawn by app/card; its address is completed by the layout's metadataBase. */
const CARD = { url: routes.card(), width: 1200, height: 630, alt: 'Touchstone: paid inference, checked' }

/**
 * Title and description of a page, for search engines and for cards that show a link to it.
 * @param path of an object that has a card of its own.
 */
export function toMetadata(title: string, description: string, path?: string): Metadata {
  const card = path === undefined ? CARD : { ...CARD, url: routes.card(path), alt: title }
  return {
    title,
    description,
    openGraph: { title, description, siteName: 'Touchstone', type: 'website', images: [card] },
  }
}
