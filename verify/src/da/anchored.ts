import { type FileBytes, lastByteEnd, startOf, wholeOf } from '../fileBytes.js'
import { storageRoot } from '../storage/storageRoot.js'
import type { JudgedTrail } from '../subject.js'
import { type DaPointer, parseDaPointer } from './pointer.js'
import type { DaRefusal } from './refusal.js'
import { verifyDaWitness } from './witness.js'

/** Bytes of the longest pointer that can be written, and of a line feed behind it. */
const MAX_POINTER_FILE = 116

/**
 * Reads a file of 0G Storage that does nothing but name a blob: one line, `da://<root>/<epoch>/<quorum>`, with or without
 * a line feed. Zeros behind it are the padding of its last chunk. `text` is the file without them.
 */
export function readPointerFile(file: FileBytes): (DaPointer & { text: string }) | DaRefusal {
  const shown = startOf(file, Math.min(lastByteEnd(file), MAX_POINTER_FILE + 1))
  const text = Array.from(shown, (byte) => String.fromCharCode(byte)).join('')
  const pointer = parseDaPointer(text.endsWith('\n') ? text.slice(0, -1) : text)
  return pointer.kind === 'refused' ? pointer : { ...pointer, text }
}

/**
 * What keeps the bytes at hand from being the anchored ones; undefined where nothing does. A file on 0G Storage recomputes
 * to the anchored root. A blob on 0G DA recomputes, by its witness, to the data root that the anchored file names.
 */
export function findWrongRoot({ root, bytes, da }: Pick<JudgedTrail, 'root' | 'bytes' | 'da'>): string | undefined {
  if (da === undefined) return differs(storageRoot(bytes).root, root)
  const file = new TextEncoder().encode(da.pointer)
  const wrong = differs(storageRoot(file).root, root)
  if (wrong !== undefined) return wrong
  const pointer = readPointerFile(file)
  if (pointer.kind === 'refused') return `no blob behind a file with ${pointer.field} ${pointer.found}`
  const { r1, r2 } = da
  const result = verifyDaWitness({ bytes: wholeOf(bytes), dataRoot: pointer.dataRoot, witness: { r1, r2 } })
  if (result.kind === 'match') return undefined
  return result.kind === 'mismatch' ? result.found : `no root: ${result.field} is ${result.found}`
}

function differs(found: string | null, root: string): string | undefined {
  if (found === null) return 'no root'
  return found.toLowerCase() === root.toLowerCase() ? undefined : found
}
