import type { Metadata } from 'next'
import { routes } from './routes'

/** Drawn by app/card; its address is completed by the layout's metadataBase. */
const CARD = { url: routes.card(), width: 1200, height: 630, alt: 'Touchstone: paid inference, checked' }

/** Title and description of a page, for search engines and for cards that show a link to it. */
export function toMetadata(title: string, description: string): Metadata {
  return {
    title,
    description,
    openGraph: { title, description, siteName: 'Touchstone', type: 'website', images: [CARD] },
  }
}
