/** The functions of Node that primitives/node.ts uses; the compiler gets no other types of Node. */
declare module 'node:crypto' {
  export function hash(algorithm: 'sha256', bytes: Uint8Array, encoding: 'buffer'): Uint8Array
  export interface KeyObject {
    readonly type: string
  }
  export function createPublicKey(key: { key: Uint8Array; format: 'der'; type: 'spki' }): KeyObject
  export function verify(
    algorithm: 'sha256' | 'sha384',
    bytes: Uint8Array,
    key: { key: KeyObject; dsaEncoding: 'ieee-p1363' },
    signature: Uint8Array,
  ): boolean
}
declare module 'node:module' {
  export function createRequire(url: string): { (name: string): unknown; resolve(name: string): string }
}
interface ImportMeta {
  readonly url: string
}
