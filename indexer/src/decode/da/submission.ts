import type { DaSubmission } from './event'

/** Words of a CommitRootSubmission's head: dataRoot, epoch, quorumId, two of the commitment, offset of the bitmap, six more. */
const HEAD_WORDS = 12
/** 3072 rows, a bit each; the quorum's precompile takes no other length. */
const BITMAP_BYTES = 384

/** An item of a submitVerifiedCommitRoots call by what its log repeats, and where the rest of it is read. */
export interface SubmissionHead {
  /** dataRoot, epoch and quorumId as three words of hex. */
  key: string
  /** First byte of the item, behind the selector. */
  at: number
}

/** Bytes behind the selector, as hex digits. */
class Calldata {
  constructor(private readonly digits: string) {}

  static of(input: string): Calldata {
    return new Calldata(input.slice(10))
  }

  /** @throws RangeError where the input ends before. */
  read(at: number, bytes: number): string {
    const slice = this.digits.slice(2 * at, 2 * (at + bytes))
    if (slice.length !== 2 * bytes) throw new RangeError(`The calldata ends before byte ${at + bytes}.`)
    return slice
  }

  /** A word that counts or points into this input. @throws RangeError where it points beyond its end. */
  readSize(at: number): number {
    const size = BigInt(`0x${this.read(at, 32)}`)
    if (size > BigInt(this.digits.length / 2)) throw new RangeError(`The calldata has no ${size} bytes.`)
    return Number(size)
  }
}

/**
 * The items of a submitVerifiedCommitRoots call, in order, without what they hold: any number of items can point at the
 * same long bitmap, so that decoding each whole would cost their product.
 * @throws RangeError for calldata that cannot be read; Solidity follows offsets that this reader does not.
 */
export function listSubmissions(input: string): SubmissionHead[] {
  const data = Calldata.of(input)
  const array = data.readSize(0)
  const count = data.readSize(array)
  const base = array + 32
  // Also bounds the count: each item has a word of its own here.
  data.read(base, 32 * count)
  return Array.from({ length: count }, (_, n) => {
    const at = base + data.readSize(base + 32 * n)
    return { key: data.read(at, 96), at }
  })
}

/** @throws RangeError as above, and where the bitmap has another length than the contract takes. */
export function readSubmission(input: string, at: number): DaSubmission {
  const data = Calldata.of(input)
  const word = (n: number) => data.read(at + 32 * n, 32)
  const point = (n: number) => `${BigInt(`0x${word(n)}`)},${BigInt(`0x${word(n + 1)}`)}`
  data.read(at, 32 * HEAD_WORDS)
  const bitmap = at + data.readSize(at + 32 * 5)
  if (data.readSize(bitmap) !== BITMAP_BYTES) throw new RangeError('The bitmap has not the length of a quorum.')
  return {
    commitment: point(3),
    quorumBitmap: `0x${data.read(bitmap + 32, BITMAP_BYTES)}`,
    aggregateKey: `0x${data.read(at + 32 * 6, 128)}`,
    signature: point(10),
  }
}

/** As a log's fields read in the calldata: three words of hex. */
export function submissionKey(of: { dataRoot: string; epoch: bigint; quorum: bigint }): string {
  const word = (value: bigint) => value.toString(16).padStart(64, '0')
  return `${of.dataRoot.slice(2)}${word(of.epoch)}${word(of.quorum)}`
}
