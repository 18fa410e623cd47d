import { encodeSubmission, type Hex, storageRoot } from '@touchstone/verify'

/** Selector of `submit(((uint256,bytes,(bytes32,uint256)[]),address))`, the form of the Flow contracts in use. */
const SUBMIT = 'bc8c11f8'
/** Selectors of the views `market()` of the Flow contract and `pricePerSector()` of its market. */
export const MARKET = '0x80f55605'
export const PRICE_PER_SECTOR = '0x61ec5082'
const WORD = 32

/** A file as a submission to the Flow contract. */
export interface SubmitCall {
  /** Root that 0G Storage gives the file. */
  root: Hex
  /** Sectors of 256 bytes that have to be paid for. */
  sectors: bigint
  data: Hex
}

/** The call that anchors a file. @throws RangeError for an empty one, which the contract refuses. */
export function buildSubmitCall(file: Uint8Array, tags: Hex, submitter: Hex): SubmitCall {
  const { root, nodes, paddedChunks } = storageRoot(file)
  if (root === null) throw new RangeError('An empty file has no root and cannot be anchored.')
  return {
    root,
    sectors: BigInt(paddedChunks),
    data: `0x${encodeSubmit(encodeSubmission(file.length, tags, nodes), submitter)}`,
  }
}

/** One argument of unknown length: a tuple of such a one and an address. */
function encodeSubmit(submission: string, submitter: Hex): string {
  return [
    SUBMIT,
    word(WORD),
    word(2 * WORD),
    submitter
      .slice(2)
      .toLowerCase()
      .padStart(2 * WORD, '0'),
    submission,
  ].join('')
}

function word(value: number): string {
  return value.toString(16).padStart(2 * WORD, '0')
}
