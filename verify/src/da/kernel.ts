/// <reference path="../primitives/webassembly.d.ts" />
import { fromBase64 } from '../base64.js'
import { MODULUS } from './field.js'
import { TRANSFORM_BASE64 } from './generated/transformModule.js'

/** Bytes of a number in the kernel's memory, little-endian. */
const NUMBER_BYTES = 32
const PAGE_BYTES = 65_536

/** Functions of wasm/transform.wat, which says what each does. Pointers are byte offsets into its memory. */
interface TransformFunctions {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  add(dst: number, a: number, b: number): void
  sub(dst: number, a: number, b: number): void
  mul(dst: number, a: number, b: number): void
  powers(dst: number, count: number, first: number, base: number): void
  scale_reversed(dst: number, src: number, count: number, first: number, base: number): void
  stage_frequency(data: number, count: number, twiddles: number, half: number): void
  stage_time(data: number, count: number, twiddles: number, half: number): void
  gather(dst: number, src: number, count: number, stride: number): void
}

/** The transform's functions and its memory. */
export interface Kernel extends TransformFunctions {
  bytes: Uint8Array
  /** Writes a number below MODULUS. */
  write(at: number, value: bigint): void
  /** Writes value * 2^256, the form in which the kernel takes powers and factors. */
  writeFactor(at: number, value: bigint): void
  read(at: number): bigint
}

/** WebAssembly is missing or forbidden here, or the memory is not to be had: no statement about any payload. */
export class DaTransformUnavailable extends Error {
  override name = 'DaTransformUnavailable'
}

/** A kernel of its own memory, of at least `size` bytes. @throws DaTransformUnavailable where it cannot be had. */
export function createKernel(size: number): Kernel {
  const functions = instantiate(Math.ceil(size / PAGE_BYTES))
  const bytes = new Uint8Array(functions.memory.buffer)
  const write = (at: number, value: bigint): void => {
    for (let byte = 0, rest = value; byte < NUMBER_BYTES; byte += 1, rest >>= 8n)
      bytes[at + byte] = Number(rest & 0xffn)
  }
  const read = (at: number): bigint => {
    const digits = bytes.slice(at, at + NUMBER_BYTES).reverse()
    return digits.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
  }
  const writeFactor = (at: number, value: bigint): void => write(at, (value << 256n) % MODULUS)
  return { ...functions, bytes, write, writeFactor, read }
}

function instantiate(pages: number): TransformFunctions {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(fromBase64(TRANSFORM_BASE64)))
    const functions = exports as unknown as TransformFunctions
    functions.memory.grow(pages)
    return functions
  } catch (cause) {
    throw new DaTransformUnavailable('The transform of 0G DA needs WebAssembly and its memory.', { cause })
  }
}
