/**
 * The content security policy of one response. Scripts run only with this response's nonce, everything else only from
 * this origin, and nothing is sent anywhere but to this origin.
 * No `upgrade-insecure-requests`: the explorer is also served over plain HTTP on a loopback or private address.
 */
export function buildContentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
  ].join('; ')
}
