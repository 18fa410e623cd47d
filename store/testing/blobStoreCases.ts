import { expect, it } from 'vitest'
import type { BlobStore } from '../src/blobs/blobStore'

export const ROOT = `0xabcd${'0'.repeat(60)}`

export async function* chunks(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part)
}

/** What holds of every blob store; `open` gives an empty one that takes up to `maxBytes`. */
export function itIsABlobStore(open: (maxBytes?: number) => BlobStore) {
  it('keeps bytes and streams under their root, and replaces them', async () => {
    const blobs = open()
    await blobs.put(ROOT, Buffer.from('first'))
    expect(Buffer.from((await blobs.find(ROOT)) ?? []).toString()).toBe('first')
    await blobs.put(ROOT, chunks('second', ' half'))
    expect(Buffer.from((await blobs.find(ROOT)) ?? []).toString()).toBe('second half')
    expect(await blobs.findSize(ROOT)).toBe(11)
    // Threads share what they read; a view of a part is all that counts.
    const shared = new Uint8Array(new SharedArrayBuffer(9))
    shared.set(Buffer.from('in common'))
    await blobs.put(ROOT, shared.subarray(3))
    expect(Buffer.from((await blobs.find(ROOT)) ?? []).toString()).toBe('common')
    await blobs.put(ROOT, new Uint8Array())
    expect(await blobs.findSize(ROOT)).toBe(0)
    expect(await blobs.find(ROOT)).toHaveLength(0)
  })

  it('streams what it keeps', async () => {
    const blobs = open()
    const whole = Buffer.alloc(300_000, 'payload')
    await blobs.put(ROOT, whole)
    const parts: Buffer[] = []
    for await (const part of (await blobs.findStream(ROOT)) ?? []) parts.push(part as Buffer)
    expect(Buffer.concat(parts).equals(whole)).toBe(true)
  })

  it('answers undefined where there is nothing, also after a removal', async () => {
    const blobs = open()
    expect(await blobs.find(ROOT)).toBeUndefined()
    expect(await blobs.findSize(ROOT)).toBeUndefined()
    expect(await blobs.findStream(ROOT)).toBeUndefined()
    await blobs.put(ROOT, Buffer.from('x'))
    expect(await blobs.remove(ROOT)).toBe(true)
    expect(await blobs.remove(ROOT)).toBe(false)
    expect(await blobs.find(ROOT)).toBeUndefined()
  })

  it('leaves what was there when the source of new bytes breaks, or has too many', async () => {
    const blobs = open(5)
    await blobs.put(ROOT, Buffer.from('whole'))
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('source broke')
    }
    await expect(blobs.put(ROOT, broken())).rejects.toThrow('source broke')
    await expect(blobs.put(ROOT, chunks('abc', 'def'))).rejects.toThrow('more than 5 bytes')
    await expect(blobs.put(ROOT, Buffer.from('abcdef'))).rejects.toThrow('more than 5 bytes')
    expect(Buffer.from((await blobs.find(ROOT)) ?? []).toString()).toBe('whole')
  })

  it('ends with one whole blob when many write at once', async () => {
    const blobs = open()
    const texts = ['a', 'bb', 'ccc', 'dddd']
    await Promise.allSettled(texts.map((text) => blobs.put(ROOT, Buffer.from(text))))
    expect(texts).toContain(Buffer.from((await blobs.find(ROOT)) ?? []).toString())
  })

  it('refuses every name that is not a root', async () => {
    const blobs = open()
    for (const name of ['', '../../etc/passwd', `0x${'A'.repeat(64)}`, `${ROOT}\n`, `0x${'0'.repeat(63)}/`]) {
      await expect(blobs.put(name, new Uint8Array())).rejects.toThrow('Not a blob')
      await expect(blobs.find(name)).rejects.toThrow('Not a blob')
      await expect(blobs.findSize(name)).rejects.toThrow('Not a blob')
      await expect(blobs.findStream(name)).rejects.toThrow('Not a blob')
      await expect(blobs.remove(name)).rejects.toThrow('Not a blob')
    }
  })
}
