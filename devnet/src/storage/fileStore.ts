import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex } from '@touchstone/verify'
import { storageRoot } from '@touchstone/verify'

export const CHUNK_BYTES = 256
export const SEGMENT_CHUNKS = 1024
export const SEGMENT_BYTES = CHUNK_BYTES * SEGMENT_CHUNKS

export type PutResult = 'stored' | 'finalized' | 'already-finalized' | 'wrong-bytes'

/** The files of one storage node: `<dir>/<root>` once complete, `<dir>/<root>.parts/<segment>` until then. */
export class FileStore {
  readonly #complete = new Map<Hex, Promise<Uint8Array>>()
  readonly #parts = new Map<Hex, Set<number>>()
  #known = new Set<Hex>()

  constructor(private readonly dir: string) {}

  async open(): Promise<void> {
    await mkdir(this.dir, { recursive: true })
    for (const name of await readdir(this.dir)) {
      if (/^0x[0-9a-f]{64}$/.test(name)) this.#known.add(name as Hex)
      const parts = /^(0x[0-9a-f]{64})\.parts$/.exec(name)
      if (parts) this.#parts.set(parts[1] as Hex, new Set((await readdir(join(this.dir, name))).map(Number)))
    }
  }

  isFinalized(root: Hex): boolean {
    return this.#known.has(root)
  }

  uploadedSegments(root: Hex): number {
    return this.#parts.get(root)?.size ?? 0
  }

  /** Bytes of a complete file, cut to its size; undefined where it is not complete here. */
  async find(root: Hex): Promise<Uint8Array | undefined> {
    if (!this.#known.has(root)) return undefined
    let bytes = this.#complete.get(root)
    if (!bytes) {
      bytes = readFile(join(this.dir, root))
      this.#remember(root, bytes)
    }
    return bytes
  }

  /** Takes one segment; the last one makes the file complete, if its bytes have the root. */
  async putSegment(root: Hex, size: number, index: number, data: Uint8Array): Promise<PutResult> {
    if (this.#known.has(root)) return 'already-finalized'
    const dir = join(this.dir, `${root}.parts`)
    await mkdir(dir, { recursive: true })
    await writeFile(join(dir, String(index)), data)
    const parts = this.#parts.get(root) ?? new Set<number>()
    this.#parts.set(root, parts.add(index))
    const segments = Math.ceil(size / SEGMENT_BYTES)
    if (parts.size < segments) return 'stored'
    const all = await Promise.all(Array.from({ length: segments }, (_, at) => readFile(join(dir, String(at)))))
    const bytes = Buffer.concat(all).subarray(0, size)
    await rm(dir, { recursive: true, force: true })
    this.#parts.delete(root)
    if (bytes.length !== size || storageRoot(bytes).root !== root) return 'wrong-bytes'
    await this.putFile(root, bytes)
    return 'finalized'
  }

  /** Takes a complete file whose root was checked: an upload's end, or a copy from a peer. */
  async putFile(root: Hex, bytes: Uint8Array): Promise<void> {
    await writeFile(join(this.dir, `${root}.tmp`), bytes)
    await rename(join(this.dir, `${root}.tmp`), join(this.dir, root))
    this.#known.add(root)
  }

  // A few recent files stay in memory: a download asks for one segment after the other.
  #remember(root: Hex, bytes: Promise<Uint8Array>): void {
    this.#complete.set(root, bytes)
    const oldest = this.#complete.keys().next()
    if (this.#complete.size > 8 && !oldest.done) this.#complete.delete(oldest.value)
  }
}
