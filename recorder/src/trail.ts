import {
  buildTags,
  buildTrailLine,
  type Hex,
  MAX_TRAIL_BYTES,
  TRAIL_SPEC,
  type TrailHeader,
  type TrailRecord,
} from '@touchstone/verify'

/** Whose inferences a trail opens, and who publishes it. */
export type TrailParties = Pick<TrailHeader, 'chainId' | 'contract' | 'provider' | 'payer' | 'publisher' | 'via'>

/** The records are more than one file may hold. */
export class TrailTooLargeError extends Error {
  override name = 'TrailTooLargeError'
}

/**
 * Writes a trail line by line, so that a file of any size passes through without being held. Records stand in the order
 * in which the broker hashed them; all records of one settlement belong in one file.
 * @param span the earliest and latest `createdAt`, in milliseconds: the first line names them before the records come.
 * @throws TypeError naming line and field where a reader would refuse the line; RangeError for a record outside `span`.
 * @throws TrailTooLargeError beyond 256 MiB: split the settlements over several trails.
 */
export function* writeTrail(
  parties: TrailParties,
  span: { from: number; to: number },
  records: Iterable<TrailRecord>,
): Generator<Uint8Array, void> {
  const encoder = new TextEncoder()
  const header: TrailHeader = { spec: TRAIL_SPEC, ...parties, ...span }
  let line = 1
  let written = 0
  const encode = (text: string) => {
    const bytes = encoder.encode(text)
    written += bytes.length
    if (written > MAX_TRAIL_BYTES)
      throw new TrailTooLargeError(
        `Line ${line} passes ${MAX_TRAIL_BYTES} bytes. Put later settlements in another trail.`,
      )
    return bytes
  }
  yield encode(buildTrailLine(header, line))
  for (const record of records) {
    line += 1
    if (record.createdAt < span.from || record.createdAt > span.to)
      throw new RangeError(`Line ${line}: createdAt ${record.createdAt} lies outside ${span.from} to ${span.to}.`)
    yield encode(buildTrailLine(record, line))
  }
  if (line === 1) throw new RangeError('A trail has at least one record.')
}

/** The `tags` of the Flow submission that anchors this trail: they name payer and provider. */
export function anchorTags(parties: Pick<TrailParties, 'payer' | 'provider'>): Hex {
  return buildTags(parties)
}
