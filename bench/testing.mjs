/** Loads a module of verify/testing, which is TypeScript, on top of the built room. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const ROOM = fileURLToPath(new URL('../verify', import.meta.url))
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

/** @param {string} name a file of verify/testing, without its ending */
export async function importTesting(name) {
  mkdirSync(OUTPUT, { recursive: true })
  const outfile = `${OUTPUT}/${name}.mjs`
  await build({
    entryPoints: [`${ROOM}/testing/${name}.ts`],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    plugins: [builtSources],
    logLevel: 'warning',
  })
  return import(pathToFileURL(outfile).href)
}
