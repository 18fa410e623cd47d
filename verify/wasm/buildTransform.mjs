/** Writes transform.wat as a TypeScript module, as build.mjs does with the hashing kernel. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import wabt from 'wabt'

const SOURCE = new URL('transform.wat', import.meta.url)
const OUTPUT = new URL('../src/da/generated/', import.meta.url)

const { parseWat } = await wabt()
const module = parseWat('transform.wat', readFileSync(SOURCE, 'utf8'), { bulk_memory: true })
module.resolveNames()
module.validate()
const { buffer } = module.toBinary({ write_debug_names: false })
module.destroy()

const text = `// Made by verify/wasm/buildTransform.mjs: npm run codegen.
/** The transform over the BN254 scalar field, ${buffer.length} bytes of WebAssembly in base64. */
export const TRANSFORM_BASE64 =
  '${Buffer.from(buffer).toString('base64')}'
`
mkdirSync(OUTPUT, { recursive: true })
writeFileSync(new URL('transformModule.ts', OUTPUT), text)
