#!/usr/bin/env node
const USAGE_EXIT = 3

try {
  const { run } = await import('../dist/main.js')
  process.exitCode = await run(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  })
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  process.stderr.write(`touchstone: it is not built yet. Run npm ci and npm run build. (${error.message})\n`)
  process.exitCode = USAGE_EXIT
}
