import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { FACTORY_FILES, type Release } from './releases.js'
import { readTarFile } from './tar.js'

const FETCH_TIMEOUT_MS = 120_000
const ATTEMPTS = 3
const PAUSE_MS = 2_000

/** Creation bytecode of one generation, as 0x-hex. */
export interface GenerationCode {
  inferenceServing: string
  ledgerManager: string
}

/** Fetches the tarball of a release into an empty folder and returns its path. */
export type Pack = (release: Release, folder: string) => Promise<string>

/** The bytecode of a release could not be had, or is not what was pinned; the message says what to do. */
export class BytecodeError extends Error {
  override name = 'BytecodeError'
}

/**
 * Creation bytecode of a release, from `cache` where it was fetched before. No code of the package is run.
 * @throws BytecodeError where the registry is out of reach three times, or serves something else than what is pinned.
 */
export async function loadBytecode(
  release: Release,
  cache: string,
  pack: Pack = npmPack,
  pauseMs: number = PAUSE_MS,
): Promise<GenerationCode> {
  const file = join(cache, `${release.generation}-${release.version}.json`)
  const kept = readKept(file, release)
  if (kept !== undefined) return kept
  const code = extract(await fetchTarball(release, pack, pauseMs), release)
  mkdirSync(cache, { recursive: true })
  // A run that is killed here must not leave half a file.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify({ integrity: release.integrity, ...code }))
  renameSync(`${file}.${process.pid}`, file)
  return code
}

function readKept(file: string, { integrity }: Release): GenerationCode | undefined {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as GenerationCode & { integrity?: string }
    return kept.integrity === integrity ? kept : undefined
  } catch {
    return undefined
  }
}

async function fetchTarball(release: Release, pack: Pack, pauseMs: number): Promise<Buffer> {
  const spec = `${release.name}@${release.version}`
  for (let attempt = 1; ; attempt++) {
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-replay-'))
    try {
      const bytes = readFileSync(await pack(release, folder))
      const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`
      if (found !== release.integrity)
        throw new BytecodeError(`The tarball of ${spec} has ${found}, pinned is ${release.integrity}: it is not used.`)
      return bytes
    } catch (cause) {
      if (cause instanceof BytecodeError) throw cause
      if (attempt === ATTEMPTS)
        throw new BytecodeError(
          `The npm registry did not give ${spec}, whose bytecode the replay needs: connect once and start again. (${(cause as Error).message.split('\n')[0]})`,
          { cause },
        )
      await sleep(attempt * pauseMs)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

async function npmPack({ name, version }: Release, folder: string): Promise<string> {
  const args = ['pack', `${name}@${version}`, '--pack-destination', folder, '--silent', '--ignore-scripts']
  // In a folder of its own: no workspace of this repository may be packed in its place.
  await promisify(execFile)('npm', args, { cwd: folder, timeout: FETCH_TIMEOUT_MS })
  const tarball = readdirSync(folder).find((entry) => entry.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm pack left no tarball')
  return join(folder, tarball)
}

function extract(tarball: Buffer, release: Release): GenerationCode {
  const archive = gunzipSync(tarball)
  const read = (path: string) => {
    const text = Buffer.from(readTarFile(archive, path) ?? []).toString('utf8')
    const bytecode = /^const _bytecode =\s+['"](0x(?:[0-9a-fA-F]{2})+)['"];?$/m.exec(text)?.[1]
    if (bytecode === undefined)
      throw new BytecodeError(`${release.name}@${release.version} holds no bytecode in ${path}: its layout is another.`)
    return bytecode
  }
  return { inferenceServing: read(FACTORY_FILES.inferenceServing), ledgerManager: read(FACTORY_FILES.ledgerManager) }
}
