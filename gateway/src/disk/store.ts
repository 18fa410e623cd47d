import { mkdirSync } from 'node:fs'
import { ClassicLevel } from 'classic-level'
import { ConfigError } from '../config-error.js'

const CACHE_BYTES = 32 * 1024 * 1024
const WRITE_BUFFER_BYTES = 16 * 1024 * 1024

export type Database = ClassicLevel<string, string>

/** One write; all writes of a batch are kept or none, also when the process is killed. */
export type Write = { type: 'put'; key: string; value: string }

/**
 * Opens the folder of one chain.
 * @throws ConfigError where another process has it open or it cannot be written.
 */
export async function openDatabase(folder: string): Promise<Database> {
  try {
    mkdirSync(folder, { recursive: true })
    const database: Database = new ClassicLevel(folder, {
      keyEncoding: 'utf8',
      valueEncoding: 'utf8',
      cacheSize: CACHE_BYTES,
      writeBufferSize: WRITE_BUFFER_BYTES,
    })
    await database.open()
    return database
  } catch (error) {
    const cause = (error as Error).cause as (Error & { code?: string }) | undefined
    if (cause?.code === 'LEVEL_LOCKED')
      throw new ConfigError(`The folder ${folder} is in use by another gateway: stop that one or set DATA_DIR.`)
    throw new ConfigError(
      `The folder ${folder} cannot be opened (${(cause ?? (error as Error)).message}): set DATA_DIR to a folder that can be written, or remove this one.`,
    )
  }
}

export function put(key: string, value: string): Write {
  return { type: 'put', key, value }
}
