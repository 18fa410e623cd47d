import { mkdirSync } from 'node:fs'
import { ClassicLevel } from 'classic-level'
import { ConfigError } from '../config-error.js'
import { FORM_KEY, HALTED_KEY } from './keys.js'

/** What is read is read once, from one end to the other: the index of each file is kept elsewhere. */
const CACHE_BYTES = 8 * 1024 * 1024
const WRITE_BUFFER_BYTES = 16 * 1024 * 1024
/** Counts up when keys or values change their form. The first form had no mark. */
const FORM = 2

/** Values are bytes: text would be encoded and decoded once more on its way. */
export type Database = ClassicLevel<string, Buffer>

/** One write; all writes of a batch are kept or none, also when the process is killed. */
export type Write = { type: 'put'; key: string; value: Buffer }

/**
 * Opens the folder of one chain. What an older build kept in another form is dropped, except that a block did not add up.
 * @param onDropped hears of that in one sentence.
 * @throws ConfigError where another process has it open, it cannot be written, or a newer build wrote it.
 */
export async function openDatabase(
  folder: string,
  onDropped: (sentence: string) => void = () => undefined,
): Promise<Database> {
  const database = await open(folder)
  try {
    await checkForm(database, folder, onDropped)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

async function open(folder: string): Promise<Database> {
  try {
    mkdirSync(folder, { recursive: true })
    const database: Database = new ClassicLevel(folder, {
      keyEncoding: 'utf8',
      valueEncoding: 'buffer',
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

async function checkForm(database: Database, folder: string, onDropped: (sentence: string) => void): Promise<void> {
  const [key] = await database.keys({ limit: 1 }).all()
  const kept = await database.get(FORM_KEY)
  const form = kept === undefined ? 1 : Number(kept)
  if (key !== undefined && form > FORM)
    throw new ConfigError(
      `The folder ${folder} was written by a newer gateway: start that one, or set DATA_DIR to another folder.`,
    )
  if (form === FORM) return
  if (key !== undefined) {
    onDropped(`What ${folder} keeps is in the form of an older gateway: it is dropped and asked for again.`)
    await database.clear({ lt: HALTED_KEY })
    await database.clear({ gt: HALTED_KEY })
  }
  await database.batch([put(FORM_KEY, `${FORM}`)])
}

export function put(key: string, value: string): Write {
  return putBytes(key, Buffer.from(value))
}

export function putBytes(key: string, value: Buffer): Write {
  return { type: 'put', key, value }
}
