/**
 * The content security policy of one response. Scripts run only with this response's nonce, everything else only from
 * this origin, and nothing is sent anywhere but to this origin and to those that the visitor named.
 * No `upgrade-insecure-requests`: the explorer is also served over plain HTTP on a loopback or private address.
 * @param named scheme, host and port as `readRpc` and `readService` give them.
 */
export function buildContentSecurityPolicy(nonce: string, named: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    `connect-src ${["'self'", ...named].join(' ')}`,
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
  ].join('; ')
}

/**
 * The policy of files that are built. A page's policy holds for the scripts in it; a worker has the policy that its own
 * file came with. It may compile WebAssembly and read this site, and reaches no other.
 */
export const WORKER_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; form-action 'none'"
