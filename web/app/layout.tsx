import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/value.css'
import './styles/tables.css'
import './styles/subject.css'
import './styles/settlement.css'
import './styles/evidence.css'
import './styles/explore.css'
import './styles/verify.css'
import './styles/try.css'
import './styles/loading.css'
import './styles/print.css'
import { CopyListener } from '../components/frame/copy-listener'
import { LinkListener } from '../components/frame/link-listener'
import { LoadingLayer } from '../components/frame/loading-layer'
import { SearchShortcut } from '../components/frame/search-shortcut'
import { SiteFooter } from '../components/frame/site-footer'
import { SiteHeader } from '../components/frame/site-header'
import { PatternSprite } from '../components/subject/swatch'
import { IconSprite } from '../components/value/icon'
import { toMetadata } from '../lib/metadata'
import { readOrigin } from '../lib/origin'
import { readTheme, THEME_COOKIE } from '../lib/theme'
import { mono, sans } from './fonts'

/** The base makes addresses of pictures whole, as the visitor reached this site. */
export async function generateMetadata(): Promise<Metadata> {
  const description = 'Which paid AI inferences on the 0G chain can be checked, and which check out.'
  const shared = toMetadata('Touchstone', description)
  const title = { default: 'Touchstone', template: '%s · Touchstone' }
  return { ...shared, title, metadataBase: new URL(await readOrigin()) }
}
export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#FFFFFF' },
    { media: '(prefers-color-scheme: dark)', color: '#0E1116' },
  ],
}

/** The frame of every page. The theme comes from a cookie, so that the first paint is already right. */
export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value)
  return (
    <html lang="en" data-theme={theme} className={`${sans.variable} ${mono.variable}`}>
      <body>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <IconSprite />
        <PatternSprite />
        <SiteHeader />
        <main id="main" tabIndex={-1}>
          <LoadingLayer />
          <div className="page">{children}</div>
        </main>
        <SiteFooter />
        <LinkListener />
        <CopyListener />
        <SearchShortcut />
      </body>
    </html>
  )
}
