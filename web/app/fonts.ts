import localFont from 'next/font/local'

/**
 * Both come with the page, before its first paint. A font that is later than that is not used until the next page
 * (`optional`), since letters of another width would move what somebody reads. Other scripts have the system's letters.
 */
export const sans = localFont({
  src: '../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'optional',
  variable: '--font-sans',
})

export const mono = localFont({
  src: '../../node_modules/@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2',
  weight: '400',
  display: 'optional',
  variable: '--font-mono',
  adjustFontFallback: false,
})
