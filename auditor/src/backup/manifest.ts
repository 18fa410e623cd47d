import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** The folder is no whole backup, or not what was written. */
export class BackupError extends Error {
  override name = 'BackupError'
}

const HEX = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().nonnegative()
const part = z.object({ file: z.string().regex(/^[a-z_]+\.jsonl$/), rows: count, sha256: HEX })

const manifestShape = z.object({
  format: z.literal('touchstone-backup/1'),
  /** Clock of the database at the snapshot. */
  at: z.iso.datetime(),
  /** Migrations that made the tables, with their digests: rows fit no others. */
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
  tables: z.array(part.extend({ name: z.string() })),
  /** A line for each blob: which store, root, size, SHA-256. */
  blobs: part,
})

export type Manifest = z.infer<typeof manifestShape>
export type Part = z.infer<typeof part>

const MANIFEST = 'manifest.json'
/** SHA-256 of the manifest, which names the digests of everything else. */
const SEAL = 'manifest.sha256'

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 1)}\n`
  await writeFile(join(folder, MANIFEST), text)
  await writeFile(join(folder, SEAL), `${createHash('sha256').update(text).digest('hex')}\n`)
}

/** @throws BackupError */
export async function readManifest(folder: string): Promise<Manifest> {
  const [text, seal] = await Promise.all([MANIFEST, SEAL].map((name) => readFile(join(folder, name), 'utf8'))).catch(
    (error: Error) => {
      throw new BackupError(`${folder} is no backup: ${error.message}`)
    },
  )
  if (text === undefined || `${createHash('sha256').update(text).digest('hex')}\n` !== seal)
    throw new BackupError(`${MANIFEST} is not what was written: its SHA-256 is another than ${SEAL} says.`)
  const parsed = manifestShape.safeParse(JSON.parse(text))
  if (!parsed.success) throw new BackupError(`${MANIFEST} is not of a form that this build reads.`)
  return parsed.data
}

/** Writes lines to a new file, onto the disk before it returns. */
export async function writeLines(folder: string, file: string, lines: AsyncIterable<string>): Promise<Part> {
  const hash = createHash('sha256')
  const handle = await open(join(folder, file), 'wx')
  let rows = 0
  try {
    for await (const line of lines) {
      const bytes = `${line}\n`
      hash.update(bytes)
      await handle.appendFile(bytes)
      rows += 1
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { file, rows, sha256: hash.digest('hex') }
}

/** The lines of a file, which are what was written only where this ends without an error. @throws BackupError */
export async function* readLines(folder: string, { file, rows, sha256 }: Part): AsyncGenerator<string> {
  const hash = createHash('sha256')
  let found = 0
  let rest: Buffer[] = []
  const chunks = createReadStream(join(folder, file)) as AsyncIterable<Buffer>
  for await (const chunk of chunks) {
    hash.update(chunk)
    let start = 0
    // By the byte: other ends of lines may stand within a row's text.
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8')
      found += 1
      rest = []
      start = end + 1
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
  }
  if (found !== rows || rest.length > 0 || hash.digest('hex') !== sha256)
    throw new BackupError(`${file} is not what was written: ${found} of ${rows} lines, or another SHA-256.`)
}
