import { toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { MAX_DA_PAYLOAD, ROWS } from './geometry.js'
import { joinHashes, rowsRoot } from './rowsRoot.js'
import { systematicRow } from './systematicRow.js'

/** A data root with the roots of the payload's own rows and of the two extensions. */
export interface DaRoot {
  root: Hex
  r0: Hex
  r1: Hex
  r2: Hex
}

/** More bytes than a blob holds: not a payload of 0G DA. */
export class DaPayloadTooLarge extends RangeError {
  override name = 'DaPayloadTooLarge'
}

/**
 * The data root that an honest encoder commits to for these bytes, with both extensions recomputed. Takes seconds and
 * about 150 MiB: run it in a worker. `onProgress` is told the fraction done, from above 0 to 1; what it throws ends the
 * computation. Rules: 0g-da-encoder (raw_blob, amt) and 0g-da-contract (SampleVerifier).
 * @throws DaPayloadTooLarge above 32 505 852 bytes; DaTransformUnavailable where WebAssembly cannot run.
 */
export async function daRoot(bytes: Uint8Array, onProgress: (fraction: number) => void = () => {}): Promise<DaRoot> {
  if (bytes.length > MAX_DA_PAYLOAD) {
    throw new DaPayloadTooLarge(`A DA payload has at most ${MAX_DA_PAYLOAD} bytes, got ${bytes.length}.`)
  }
  const { extendRows, STAGES } = await import('./extension.js')
  // A stage takes about as long as hashing 128 rows.
  const total = STAGES * 128 + 3 * ROWS
  let done = 0
  const advance = (by: number) => {
    done += by
    onProgress(done / total)
  }
  const onRow = (): void => advance(1)
  const readRow = (index: number) => systematicRow(bytes, index)
  const r0 = rowsRoot(readRow, onRow)
  const extension = extendRows(readRow, () => advance(128))
  extension.evaluate(1)
  const r1 = rowsRoot(extension.readRow, onRow)
  extension.evaluate(2)
  const r2 = rowsRoot(extension.readRow, onRow)
  return { root: toHex(foldRoots(r0, r1, r2)), r0: toHex(r0), r1: toHex(r1), r2: toHex(r2) }
}

/** The data root above its three roots. */
export function foldRoots(r0: Uint8Array, r1: Uint8Array, r2: Uint8Array): Uint8Array {
  return joinHashes(joinHashes(r0, r1), r2)
}
