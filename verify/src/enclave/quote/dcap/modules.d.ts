/** What is used of the DCAP libraries. Their own types would bring in all of Node and of the DOM. */
declare module '@phala/dcap-qvl' {
  export interface VerifiedReport {
    status: string
    advisory_ids: string[]
  }
  /** The library takes nothing but its own kind of byte array for a root. */
  type LibraryBytes = Uint8Array & { readonly madeBy: 'library' }
  interface Library {
    utils: { extractCerts(pem: string): LibraryBytes[] }
    QuoteVerifier: {
      /** A verifier that ends chains in that root, as the library reads certificates. */
      newWithRootCa(root: LibraryBytes): {
        verify(quote: Uint8Array, collateral: object, seconds: number): VerifiedReport
      }
    }
  }
  const library: Library
  export default library
}
declare module '@phala/dcap-qvl-web' {
  export function js_verify(
    quote: Uint8Array,
    collateral: object,
    seconds: bigint,
  ): import('@phala/dcap-qvl').VerifiedReport
  export function initSync(bytes: { module: Uint8Array }): unknown
  /** Fetches the WebAssembly from beside the library's file. */
  export default function initialise(): Promise<unknown>
}
declare module 'node:fs' {
  // Hides Node's own declaration where tests are compiled, so it says what they need too.
  export function readFileSync(path: unknown, encoding: 'utf8'): string
  export function readFileSync(path: unknown): Uint8Array<ArrayBuffer>
}
