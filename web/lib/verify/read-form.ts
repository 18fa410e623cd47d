import { CannotCheckError } from './judged'
import { MAX_BYTES } from './kind'
import type { VisitorOptions } from './options'

/**
 * What the visitor named in the fields of a form.
 * @throws CannotCheckError naming the field that cannot be read.
 */
export async function readOptionFields(form: FormData): Promise<VisitorOptions> {
  const options: VisitorOptions = {}
  for (const name of ['signer', 'key', 'requestsHash'] as const) {
    const text = readText(form, name)
    if (text !== '') options[name] = text
  }
  const at = readText(form, 'at')
  if (at !== '') options.at = readTime(at)
  for (const name of ['request', 'response', 'plaintext'] as const) {
    const bytes = await readFile(form, name)
    if (bytes) options[name] = bytes
  }
  const collateral = await readFile(form, 'collateral')
  if (collateral) options.collateral = new TextDecoder().decode(collateral)
  return options
}

/** Bytes of a file. @throws CannotCheckError where it is larger than anything that is read. */
export async function readBytes(file: File): Promise<Uint8Array> {
  if (file.size > MAX_BYTES)
    throw new CannotCheckError(`The file has ${file.size} bytes, at most ${MAX_BYTES} are read.`)
  return new Uint8Array(await file.arrayBuffer())
}

async function readFile(form: FormData, name: string): Promise<Uint8Array | undefined> {
  const file = form.get(name)
  return file instanceof File && file.size > 0 ? readBytes(file) : undefined
}

function readText(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

function readTime(text: string): number {
  const time = /^\d{12,15}$/.test(text) ? Number(text) : Date.parse(text)
  if (Number.isNaN(time))
    throw new CannotCheckError(`time: expected ISO 8601 or milliseconds, got ${JSON.stringify(text.slice(0, 40))}.`)
  return time
}
