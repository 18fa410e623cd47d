/**
 * The only globals beside the language itself that this room may use: both exist in browsers and in Node.
 * The compiler is given neither DOM nor Node types, so a clock, a socket or a process does not compile here.
 */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
  encodeInto(text: string, into: Uint8Array): { read: number; written: number }
}
declare class TextDecoder {
  constructor(label?: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: Uint8Array): string
}
