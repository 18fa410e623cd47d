import { expect, it } from 'vitest'
import { namedKey } from '../../testing/log.js'
import { encodeSubmission } from '../storage/encodeSubmission.js'
import { storageRoot } from '../storage/storageRoot.js'
import { parseTags } from '../trail/tags.js'
import { buildLogTags } from './anchorTags.js'
import { logKeyId } from './entry.js'

it('names the form and the key in 48 bytes, which no trail is taken from', () => {
  const id = logKeyId(namedKey('log').publicKey)
  const tags = Buffer.from(buildLogTags(id).slice(2), 'hex')
  expect(tags).toHaveLength(48)
  expect(tags.subarray(0, 16).toString('ascii')).toBe('touchstone/log/1')
  expect(tags.subarray(16).toString('hex')).toBe(id)
  expect(parseTags(buildLogTags(id))).toBeUndefined()
})

it.each(['', 'cd'.repeat(31), 'cd'.repeat(33)])('names no key by %j', (id) => {
  expect(() => buildLogTags(id)).toThrow(new RangeError(`keyId must have 32 bytes, got ${id.length / 2}: 0x${id}`))
})

it.each(['c'.repeat(63), `${'cd'.repeat(31)}xx`, `0x${'cd'.repeat(32)}`])(
  'names no key by %j, no hex of bytes',
  (id) => {
    expect(() => buildLogTags(id)).toThrow(RangeError)
  },
)

it('is submitted as a tuple whose parts lie where their offsets say', () => {
  const tags = buildLogTags('cd'.repeat(32))
  const { nodes } = storageRoot(new Uint8Array(700).fill(7))
  const words = encodeSubmission(700, tags, nodes).match(/.{64}/g) ?? []
  const at = (word: number) => Number.parseInt(words[word] ?? '', 16)
  expect(at(0)).toBe(700)
  expect(at(at(1) / 32)).toBe(48)
  expect(words.slice(at(1) / 32 + 1).join('')).toMatch(new RegExp(`^${tags.slice(2)}0{32}`))
  expect(at(at(2) / 32)).toBe(nodes.length)
  expect(words.slice(at(2) / 32 + 1)).toEqual(
    nodes.flatMap(({ root, height }) => [root.slice(2), height.toString(16).padStart(64, '0')]),
  )
})
