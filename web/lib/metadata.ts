import type { Metadata } from 'next'

/** Title and description of a page, for search engines and for cards that show a link to it. */
export function toMetadata(title: string, description: string): Metadata {
  return { title, description, openGraph: { title, description, siteName: 'Touchstone', type: 'website' } }
}
