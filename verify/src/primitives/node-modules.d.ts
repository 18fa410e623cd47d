/** The two functions of Node that primitives/node.ts uses; the compiler gets no other types of Node. */
declare module 'node:crypto' {
  export function hash(algorithm: 'sha256', bytes: Uint8Array, encoding: 'buffer'): Uint8Array
}
declare module 'node:module' {
  export function createRequire(url: string): { (name: string): unknown; resolve(name: string): string }
}
interface ImportMeta {
  readonly url: string
}
