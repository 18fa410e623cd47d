/** The visitor's choice; without the cookie the system's scheme holds. */
export const THEME_COOKIE = 'theme'
export type Theme = 'light' | 'dark'

/** Parses the cookie; anything else is no choice. */
export function readTheme(value: string | undefined): Theme | undefined {
  return value === 'light' || value === 'dark' ? value : undefined
}

/** The path to return to after switching: the referring page when it is of this site, home otherwise. */
export function toReturnPath(referer: string | null, host: string | null): string {
  if (!referer || !host || !URL.canParse(referer)) return '/'
  const from = new URL(referer)
  if (from.host !== host) return '/'
  return `/${from.pathname.replace(/^\/+/, '')}${from.search}`
}
