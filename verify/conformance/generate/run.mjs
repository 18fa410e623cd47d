// Writes vectors/ and files/ anew: bundles the TypeScript beside it and runs it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Every vector and file by its path in verify/conformance/. */
export async function generate() {
  const outfile = at('../../dist/conformance.mjs')
  await build({
    entryPoints: [at('all.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: {
      '#primitives': at('../../src/primitives/node.ts'),
      '#dcap-wasm': at('../../src/enclave/quote/dcap/node.ts'),
    },
    logLevel: 'error',
  })
  const { generateAll } = await import(pathToFileURL(outfile).href)
  return generateAll()
}

async function main() {
  const files = await generate()
  for (const folder of ['vectors', 'files']) rmSync(at(`../${folder}`), { recursive: true, force: true })
  for (const [path, bytes] of files) {
    mkdirSync(at(`../${path}`).replace(/[^/\\]+$/, ''), { recursive: true })
    writeFileSync(at(`../${path}`), bytes)
  }
  console.log(`${files.size} files`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
