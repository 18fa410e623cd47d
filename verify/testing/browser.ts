import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { compileFunction } from 'node:vm'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const WASM = createRequire(import.meta.url).resolve('@phala/dcap-qvl-web/dcap-qvl-web_bg.wasm')
/** Where the bundle pretends to lie. */
const BASE = 'https://site.test/assets/'

export interface BrowserRun {
  result: string
  /** Addresses that were fetched. */
  fetched: string[]
}

/**
 * Bundles a module for browsers, as a site would, and runs its `run(input)` where nothing of Node exists. Any built-in
 * module of Node in the bundle fails the build.
 */
export async function runInBrowser(source: string, input: string): Promise<BrowserRun> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: `${ROOT}src`, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    globalName: 'site',
    define: { 'import.meta.url': JSON.stringify(BASE) },
    alias: {
      '#primitives': `${ROOT}src/primitives/portable.ts`,
      '#dcap-wasm': `${ROOT}src/enclave/quote/dcap/portable.ts`,
    },
    logLevel: 'silent',
  })
  const fetched: string[] = []
  const fetchWasm = async (address: unknown) => {
    fetched.push(String(address))
    return new Response(new Uint8Array(readFileSync(WASM)), { headers: { 'content-type': 'application/wasm' } })
  }
  const code = `${outputFiles[0]?.text ?? ''}; return site.run(input)`
  // Named as parameters and given nothing, the globals of Node are gone; a context of its own would run ten times slower.
  const site = compileFunction(code, ['input', 'fetch', ...GLOBALS_OF_NODE])
  const result: unknown = await site(input, fetchWasm)
  return { result: String(result), fetched }
}

const GLOBALS_OF_NODE = ['process', 'Buffer', 'require', 'module', 'exports', 'global', 'setImmediate', '__dirname']
