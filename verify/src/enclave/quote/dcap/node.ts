/** The WebAssembly verifier on Node, whose `fetch` reads no files. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const WASM = '@phala/dcap-qvl-web/dcap-qvl-web_bg.wasm'
let isLoaded = false

export async function loadDcapWasm(): Promise<typeof import('@phala/dcap-qvl-web')> {
  const library = await import('@phala/dcap-qvl-web')
  if (!isLoaded) library.initSync({ module: readFileSync(createRequire(import.meta.url).resolve(WASM)) })
  isLoaded = true
  return library
}
