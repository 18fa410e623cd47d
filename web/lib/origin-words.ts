/** A host with an optional port; anything else is somebody's attempt to write into a snippet. */
const HOST = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:]{2,45}\])(?::\d{1,5})?$/i

/**
 * Scheme, host and port from what a visitor or a proxy before this server sent.
 * @returns an address that names nobody where the host cannot be one.
 */
export function toOrigin(host: string | null, scheme: string | null): string {
  if (host === null || !HOST.test(host)) return 'https://this-site.invalid'
  return `${scheme === 'https' ? 'https' : 'http'}://${host.toLowerCase()}`
}
