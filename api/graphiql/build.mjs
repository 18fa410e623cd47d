/** Bundles the GraphiQL page into dist/graphiql, so that it is served from here and asks no other host for anything. */
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const out = here('../dist/graphiql')

await rm(out, { recursive: true, force: true })
await mkdir(out, { recursive: true })
await build({
  entryPoints: {
    app: here('app.jsx'),
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  },
  outdir: out,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  loader: { '.graphql': 'text', '.ttf': 'file', '.woff2': 'file', '.svg': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'linked',
  logLevel: 'warning',
})
await copyFile(here('index.html'), `${out}/index.html`)
for (const name of await readdir(out)) {
  if (/\.(js|css|ttf)$/.test(name)) await writeFile(`${out}/${name}.gz`, gzipSync(await readFile(`${out}/${name}`)))
}
