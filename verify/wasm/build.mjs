/** Writes the kernel as a TypeScript module, so that who uses this package needs no build step and no file to fetch. */
import { mkdirSync, writeFileSync } from 'node:fs'
import wabt from 'wabt'
import { kernelText, LAYOUT } from './kernel.mjs'

const OUTPUT = new URL('../src/primitives/generated/', import.meta.url)

const { parseWat } = await wabt()
const module = parseWat('keccak.wat', kernelText(), { simd: true })
module.validate()
const { buffer } = module.toBinary({ write_debug_names: false })
module.destroy()

const text = `// Made by verify/wasm/build.mjs: npm run codegen.
/** The keccak-256 kernel, ${buffer.length} bytes of WebAssembly in base64. */
export const KERNEL_BASE64 =
  '${Buffer.from(buffer).toString('base64')}'
/** Where things lie in its memory, in bytes. */
export const LAYOUT = ${JSON.stringify(LAYOUT)} as const
`
mkdirSync(OUTPUT, { recursive: true })
writeFileSync(new URL('keccakKernel.ts', OUTPUT), text)
