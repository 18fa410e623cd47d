/** Loads a module of a room's testing/, which is TypeScript, on top of the built verifier. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ROOM = `${ROOT}verify`
const OUTPUT = fileURLToPath(new URL('../node_modules/.cache/touchstone/bench', import.meta.url))

/** What the tests import from verify/src is taken from verify/dist: the same code that is measured. */
const builtSources = {
  name: 'built-sources',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/src\// }, ({ path }) => ({
      path: pathToFileURL(`${ROOM}/dist/${path.slice('../src/'.length)}`).href,
      external: true,
    }))
  },
}

/**
 * @param {string} name a file of the room's testing/, without its ending
 * @param {string} room
 */
export async function importTesting(name, room = 'verify') {
  mkdirSync(OUTPUT, { recursive: true })
  const outfile = `${OUTPUT}/${room}-${name}.mjs`
  const source = `${ROOT}${room}/testing/${name}.ts`
  await build({
    entryPoints: [source],
    outfile,
    // Files beside the module are found from where it lies, not from where it is built to.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(source).href) },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    plugins: [builtSources],
    logLevel: 'warning',
  })
  return import(pathToFileURL(outfile).href)
}
