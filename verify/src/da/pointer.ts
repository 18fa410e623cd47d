import type { Hex } from '../subject.js'
import { type DaRefusal, refuse } from './refusal.js'

/** One dispersal: the data root alone names the content, the same bytes can be dispersed again under another epoch. */
export interface DaPointer {
  kind: 'pointer'
  dataRoot: Hex
  epoch: bigint
  quorumId: bigint
}

const SCHEME = 'da://'
const ROOT = /^0x[0-9a-f]{64}$/
const DECIMAL = /^(0|[1-9][0-9]{0,19})$/
/** Epochs and quorums travel as 64-bit numbers. */
const MAX_NUMBER = 2n ** 64n - 1n

/** Reads `da://<root>/<epoch>/<quorum>`: 0x and 64 lower-case digits, two canonical decimals below 2^64, nothing else. */
export function parseDaPointer(text: string): DaPointer | DaRefusal {
  if (!text.startsWith(SCHEME)) return refuse('scheme', SCHEME, text)
  const parts = text.slice(SCHEME.length).split('/', 4)
  if (parts.length !== 3) return refuse('path', 'root, epoch and quorum with / between', text)
  const [dataRoot = '', epoch = '', quorumId = ''] = parts
  if (!isRoot(dataRoot)) return refuse('root', '0x and 64 lower-case hex digits', dataRoot)
  if (!isNumber(epoch)) return refuse('epoch', 'a canonical decimal below 2^64', epoch)
  if (!isNumber(quorumId)) return refuse('quorum', 'a canonical decimal below 2^64', quorumId)
  return { kind: 'pointer', dataRoot, epoch: BigInt(epoch), quorumId: BigInt(quorumId) }
}

/** Whether a text is a hash as this room writes it. */
export function isRoot(text: string): text is Hex {
  return ROOT.test(text)
}

function isNumber(text: string): boolean {
  return DECIMAL.test(text) && BigInt(text) <= MAX_NUMBER
}
