import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT } from './command.mjs'

const SYSTEMS = { windows: 'win32', win32: 'win32' }
for (const name of ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos'])
  SYSTEMS[name] = name
const PROCESSORS = { amd64: 'x64', 64: 'x64', arm: 'arm', mips64el: 'mips64el', ppc64le: 'ppc64' }
for (const name of ['x64', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x']) PROCESSORS[name] = name

/**
 * Programs for other platforms that the lock file does not name. `npm ci` refuses such a file, and npm writes one wherever
 * the registry at hand does not carry every platform's build.
 * @returns {{ path: string, entry: object }[]} what is to be added.
 */
export function listMissingPlatforms(packages) {
  const missing = []
  for (const { optionalDependencies = {}, dev } of Object.values(packages))
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const path = `node_modules/${name}`
      if (!packages[path] && /^\d+\.\d+\.\d+$/.test(version))
        missing.push({ path, entry: describe(name, version, dev) })
    }
  return missing
}

/** Its exact version is what its parent asks for. The hash cannot be known without the package. */
function describe(name, version, dev) {
  const words = name.split('/').at(-1).split('-')
  const os = words.map((word) => SYSTEMS[word]).find(Boolean)
  const cpu = words.map((word) => PROCESSORS[word]).find(Boolean)
  if (!os || !cpu) throw new Error(`${name} is an optional package that is not named by platform: add it by hand.`)
  return {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(words.includes('musl') && { libc: ['musl'] }),
    optional: true,
    os: [os],
  }
}

/** `node .ci/lockfile.mjs` completes package-lock.json, or the lock file that is named. */
function complete(path = join(ROOT, 'package-lock.json')) {
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  for (const { path: place, entry } of listMissingPlatforms(lock.packages)) lock.packages[place] = entry
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) complete(process.argv[2])
