import { type DaPointer, ENCODED_ROWS, type Hex } from '@touchstone/verify'
import { z } from 'zod'
import { type Refusal, refuse } from '../attempt.js'
import { call, type RpcSource } from '../jsonRpc.js'
import { type NodeRows, SYSTEMATIC_ROWS } from './rows.js'

const GET_QUORUM = '6ab6f654'
const WORD = 64
/** An address for each of 3072 rows, as hex, and the envelope around it. */
const MAX_ANSWER_BYTES = 256 * 1024
/** Signers of a quorum whose nodes are asked; more than that hold a few rows each. */
const MAX_NODES = 64

const resultShape = z.string().regex(/^0x[0-9a-fA-F]*$/)

/**
 * Which signer holds which row, of the payload and, as far as the quorum assigns them, of the extensions, as `getQuorum` of the signers' contract says: asked from a node of the
 * chain, since no log tells it. A wrong answer can only make rows be asked for in the wrong place.
 */
export async function askQuorum(
  node: RpcSource,
  contract: Hex,
  { epoch, quorumId }: DaPointer,
): Promise<{ ok: true; rows: Map<Hex, number[]> } | Refusal> {
  const data = `0x${GET_QUORUM}${toWord(epoch)}${toWord(quorumId)}`
  const answer = await call(node, {
    method: 'eth_call',
    params: [{ to: contract, data }, 'latest'],
    result: resultShape,
    maxBytes: MAX_ANSWER_BYTES,
  })
  if (!answer.ok) return refuse(answer.outcome, answer.detail)
  const words = answer.value.slice(2).toLowerCase()
  // An array of addresses: where it starts, how many, then one a word.
  const count = Number.parseInt(words.slice(WORD, 2 * WORD), 16)
  if (!(count >= SYSTEMATIC_ROWS) || words.length < (2 + SYSTEMATIC_ROWS) * WORD)
    return refuse('bad-answer', 'getQuorum: fewer addresses than the payload has rows')
  const rows = new Map<Hex, number[]>()
  const told = Math.min(count, ENCODED_ROWS, Math.floor(words.length / WORD) - 2)
  for (let row = 0; row < told; row += 1) {
    const signer: Hex = `0x${words.slice((2 + row) * WORD + 24, (3 + row) * WORD)}`
    rows.set(signer, [...(rows.get(signer) ?? []), row])
  }
  return { ok: true, rows }
}

/** The nodes to ask, those with the most rows first. A socket is a stranger's text: what is no host:port is left out. */
export function toNodes(rows: ReadonlyMap<Hex, number[]>, sockets: ReadonlyMap<Hex, string>): NodeRows[] {
  const nodes = [...rows].flatMap(([signer, held]): NodeRows[] => {
    const url = toUrl(sockets.get(signer) ?? '')
    return url === undefined ? [] : [{ url, rows: held }]
  })
  return nodes.sort((a, b) => b.rows.length - a.rows.length).slice(0, MAX_NODES)
}

function toUrl(socket: string): string | undefined {
  const [, place] = /^(?:https?:\/\/)?([^\s/?#@\\]{1,255}:[0-9]{1,5})\/?$/.exec(socket) ?? []
  if (place === undefined || !URL.canParse(`http://${place}`)) return undefined
  const { protocol, host } = new URL(`${socket.startsWith('https:') ? 'https' : 'http'}://${place}`)
  return `${protocol}//${host}`
}

function toWord(value: bigint): string {
  return value.toString(16).padStart(WORD, '0')
}
