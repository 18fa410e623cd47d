import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { ArchiveError, archiveSize, createArchiveWriter, writeArchive } from './archive.js'
import { type ArchiveFile, fileOf } from './archiveFile.js'

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const list: Uint8Array[] = []
  for await (const chunk of chunks) list.push(chunk)
  return Buffer.concat(list)
}

const text = (name: string, words: string) => fileOf(name, Buffer.from(words))

describe('an archive', () => {
  it('unpacks elsewhere to what went in, and has the size that was foretold', async () => {
    const files = [text('a.json', '{"a":1}'), text('b/00.bin', ''), text('c/ff.jsonl', 'x'.repeat(100_000))]
    const bytes = await collect(writeArchive(files))
    const unpacked = unzipSync(new Uint8Array(bytes))
    expect(Object.entries(unpacked).map(([name, data]) => [name, data.length])).toEqual([
      ['a.json', 7],
      ['b/00.bin', 0],
      ['c/ff.jsonl', 100_000],
    ])
    expect(Buffer.from(unpacked['a.json'] ?? []).toString()).toBe('{"a":1}')
    expect(bytes.length).toBe(archiveSize(files))
    expect((await collect(writeArchive([]))).length).toBe(archiveSize([]))
  })

  it('has no end where a file is other bytes than were measured', async () => {
    const measured = text('a.bin', 'abc')
    const open = (words: string): ArchiveFile => ({ ...measured, open: fileOf('', Buffer.from(words)).open })
    for (const words of ['abd', 'ab', 'abcd', ''])
      await expect(collect(writeArchive([open(words)]))).rejects.toThrow(ArchiveError)
    await expect(collect(writeArchive([open('abc')]))).resolves.toBeInstanceOf(Uint8Array)
  })

  it('has each file once, and says what still fits', async () => {
    const writer = createArchiveWriter(2_000)
    expect([writer.fits(1, 1_000), writer.fits(1, 2_000), writer.fits(7, 0)]).toEqual([true, false, false])
    await collect(writer.add(text('a.bin', 'x'.repeat(900))))
    expect([writer.has('a.bin'), writer.has('b.bin'), writer.files]).toEqual([true, false, 1])
    const before = writer.size
    await collect(writer.add(text('a.bin', 'x'.repeat(900))))
    expect([writer.size, writer.files]).toEqual([before, 1])
    expect(writer.fits(1, 300)).toBe(false)
  })
})
