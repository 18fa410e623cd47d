#!/usr/bin/env node
/**
 * Packs a room's program, `dist/main.js` in the working directory, into `dist/packed`: one file of code, what V8 compiled of it, and
 * the `start.cjs` that runs both. A process that reads a thousand modules spends half a second on it at every start.
 *
 * The compiled code is of this Node's V8 and of its flags: run this with the flags that the program gets. Another V8 compiles
 * the code anew and is only slower.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import v8 from 'node:v8'
import vm from 'node:vm'
import { build } from 'esbuild'

/** Native code finds its binary by where its own package lies, and is loaded from there. */
const NATIVE = ['classic-level', 'pg-native']
/** Modules that ask where they lie, to read what lies beside them: our own, which esbuild sees by their real paths. */
const OURS = /[\\/](networks|verify|store|gateway|indexer)[\\/](dist|lib)[\\/].*\.js$/

const folder = path.resolve('dist', 'packed')
mkdirSync(folder, { recursive: true })
const program = path.join(folder, 'program.cjs')
await build({
  // Not main.js itself: the strict mode of an entry would be that of every module.
  stdin: { contents: "require('./main.js')", resolveDir: path.resolve('dist') },
  outfile: program,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: NATIVE,
  // In code that comes from a cache `import()` finds no loader; Node requires ES modules as well.
  supported: { 'dynamic-import': false },
  // An expression, so that what is compiled is the file as it stands.
  banner: { js: '(function (require, module, exports, __filename, __dirname) {' },
  footer: { js: '})' },
  // How pg looks for a runtime that is not Node: it makes one, and Node loads all of its fetch for that.
  define: { Response: 'undefined' },
  plugins: [
    { name: 'places', setup: keepPlaces },
    { name: 'fetch', setup: packFetch },
    { name: 'once', setup: packZodOnce },
  ],
  logLevel: 'error',
})
writeFileSync(path.join(folder, 'program.cache'), compileWhole(program))
copyFileSync(fileURLToPath(new URL('start.cjs', import.meta.url)), path.join(folder, 'start.cjs'))

/** `import.meta.url` and `__dirname` stay those of the module's own file, wherever the folder of all is moved to. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: OURS }, ({ path: file }) => {
    const text = readFileSync(file, 'utf8')
    const place = JSON.stringify(path.relative(folder, file).split(path.sep).join('/'))
    const lines = [
      text.includes('import.meta.url') && `const $url = require('node:url').pathToFileURL($file).href;`,
      text.includes('__dirname') && `const $dir = require('node:path').dirname($file);`,
    ].filter(Boolean)
    if (lines.length === 0) return undefined
    const head = `const $file = require('node:path').join(__dirname, ${place});${lines.join('')}`
    return { contents: `${head}${text.replaceAll('import.meta.url', '$url').replaceAll('__dirname', '$dir')}` }
  })
}

/** The SDK loads its HTTP client by a name in a variable, which stays out of the file: Node reads a dozen modules for it. */
function packFetch({ onLoad }) {
  onLoad({ filter: /@subsquid[\\/]http-client[\\/]esm\.js$/ }, () => ({
    contents: "const client = { 'node-fetch': () => import('node-fetch') }; exports.esm = (name) => client[name]()",
  }))
}

/** Its package has a file for `import` and another for `require`: both rooms' own code and the networks' get the former. */
function packZodOnce({ onResolve, resolve }) {
  onResolve({ filter: /^zod$/ }, ({ pluginData }) =>
    pluginData ? undefined : resolve('zod', { kind: 'import-statement', resolveDir: path.resolve(), pluginData: true }),
  )
}

/** All functions, also those that nothing calls at the start: what is compiled later costs the same, in the midst of work. */
function compileWhole(file) {
  v8.setFlagsFromString('--no-lazy')
  const script = new vm.Script(readFileSync(file, 'latin1'), { filename: file })
  // The cache names the flags of whoever made it.
  v8.setFlagsFromString('--lazy')
  return script.createCachedData()
}
