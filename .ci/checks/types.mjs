import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, ROOT } from '../command.mjs'
import { readText } from '../files.mjs'

/** Compiles every room with its tests, which the build leaves out. @returns {Promise<string[]>} */
export async function checkTypes() {
  const folder = join(ROOT, 'node_modules', '.cache', 'touchstone')
  mkdirSync(folder, { recursive: true })
  const found = []
  for (const room of JSON.parse(readText('package.json')).workspaces) {
    if (!existsSync(join(ROOT, room, 'tsconfig.json'))) continue
    const { code, output } = await capture(['npx', 'tsc', '-p', writeProject(folder, room), '--pretty', 'false'])
    if (code !== 0) found.push(...output.split('\n').filter((line) => line.includes('error TS')))
  }
  return found
}

/** The room's own project with its tests and nothing emitted. */
function writeProject(folder, room) {
  const path = join(folder, `${room}.json`)
  const base = join(ROOT, room)
  const project = {
    extends: join(base, 'tsconfig.json'),
    compilerOptions: {
      // Vitest loads the tests of CommonJS rooms as ES modules too; their programs are compiled as such by the build.
      ...(isCommonJs(room) && { module: 'esnext', moduleResolution: 'bundler' }),
      noEmit: true,
      rootDir: ROOT,
      incremental: true,
      tsBuildInfoFile: join(folder, `${room}.tsbuildinfo`),
    },
    include: ['src', 'e2e', 'app', 'components', 'lib', 'testing', 'test', 'conformance', '*.ts', 'next-env.d.ts'].map(
      (name) => join(base, name),
    ),
    exclude: ['dist', 'lib/**/*.js', 'node_modules', '.next'].map((name) => join(base, name)),
  }
  writeFileSync(path, JSON.stringify(project, null, 2))
  return path
}

function isCommonJs(room) {
  return JSON.parse(readText(`${room}/package.json`)).type === 'commonjs'
}
