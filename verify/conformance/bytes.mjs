import { readFileSync } from 'node:fs'

const FILES = new URL('files/', import.meta.url)

/** A vector's input with every `{ bytes }` replaced by base64. */
export function resolveInput(value) {
  if (Array.isArray(value)) return value.map(resolveInput)
  if (typeof value !== 'object' || value === null) return value
  if ('bytes' in value) return toBytes(value.bytes).toString('base64')
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveInput(inner)]))
}

/** The bytes that a description stands for. */
export function toBytes({ edits = [], ...source }) {
  return edits.reduce(edit, readSource(source))
}

function readSource({ hex, text, file, pattern, ...rest }) {
  if (Object.keys(rest).length > 0) throw new Error(`Bytes have no "${Object.keys(rest)[0]}".`)
  if (hex !== undefined) return Buffer.from(hex, 'hex')
  if (text !== undefined) return Buffer.from(text, 'utf8')
  if (file !== undefined) return readFileSync(new URL(file, FILES))
  return Buffer.from(Uint8Array.from({ length: pattern }, (_, at) => (at * 31 + 7) % 256))
}

function edit(bytes, [kind, first, second, third]) {
  switch (kind) {
    case 'flip':
      if (first >= bytes.length) throw new Error(`There is no byte ${first} to flip.`)
      return Buffer.from(bytes.map((byte, at) => (at === first ? byte ^ second : byte)))
    case 'set':
      return Buffer.concat([
        bytes.subarray(0, first),
        Buffer.from(second, 'hex'),
        bytes.subarray(first + second.length / 2),
      ])
    case 'cut':
      return bytes.subarray(0, bytes.length - first)
    case 'append':
      return Buffer.concat([bytes, Buffer.from(first, 'hex')])
    case 'fill':
      return Buffer.concat([bytes, Buffer.alloc(second, Buffer.from(first, 'hex'))])
    case 'splice':
      return Buffer.concat([bytes.subarray(0, first), Buffer.from(third, 'hex'), bytes.subarray(first + second)])
    case 'replace': {
      const text = bytes.toString('utf8')
      if (!text.includes(first)) throw new Error(`The bytes do not contain "${first}".`)
      return Buffer.from(text.replaceAll(first, second), 'utf8')
    }
    default:
      throw new Error(`There is no edit "${kind}".`)
  }
}
