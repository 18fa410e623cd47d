import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeRlp, type Hex, keccak256 } from '@touchstone/verify'

interface Sent {
  hash: Hex
  nonce: number
  gasPrice: bigint
  data: Hex
}

/** A node that takes transactions of one account, and mines them when it is told to. */
export interface ChainServer {
  url: string
  chainId: number
  balance: bigint
  gasPrice: bigint
  pricePerSector: bigint
  /** Transactions that no block has yet; one a nonce. */
  waiting: Map<number, Sent>
  /** Everything that a block has, in their order. */
  mined: (Sent & { block: number; succeeded: boolean })[]
  height: number
  /** Answers to `eth_getTransactionReceipt` are null, as of a node that lags. */
  hidesReceipts: boolean
  /** Takes what is sent, and forgets it. */
  forgets: boolean
  /** Refuses every call of a contract. */
  reverts: boolean
  /** Methods in the order asked. */
  asked: string[]
  /** Makes blocks; the first takes what waits. */
  mine(blocks?: number, succeeded?: boolean): void
  stop(): Promise<void>
}

export async function startChainServer(): Promise<ChainServer> {
  const http = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const { method, params } = JSON.parse(Buffer.concat(pieces).toString('utf8'))
    state.asked.push(method)
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, ...answer(state, method, params) }))
  })
  const state: ChainServer = {
    ...{ url: '', chainId: 16_688, balance: 10n ** 18n, gasPrice: 10n ** 9n, pricePerSector: 30_733_644_962n },
    ...{ waiting: new Map(), mined: [], height: 100, hidesReceipts: false, forgets: false, reverts: false, asked: [] },
    mine: (blocks = 1, succeeded = true) => {
      for (const sent of state.waiting.values()) state.mined.push({ ...sent, block: state.height + 1, succeeded })
      state.waiting.clear()
      state.height += blocks
    },
    stop: () => {
      http.closeAllConnections()
      return new Promise((resolve) => http.close(() => resolve()))
    },
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  state.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return state
}

const hex = (value: number | bigint) => `0x${value.toString(16)}`
const refuse = (message: string) => ({ error: { code: -32_000, message } })

function answer(state: ChainServer, method: string, params: unknown[]): { result: unknown } | { error: unknown } {
  switch (method) {
    case 'eth_chainId':
      return { result: hex(state.chainId) }
    case 'eth_blockNumber':
      return { result: hex(state.height) }
    case 'eth_getBalance':
      return { result: hex(state.balance) }
    case 'eth_getTransactionCount':
      return { result: hex(state.mined.length) }
    case 'eth_gasPrice':
      return { result: hex(state.gasPrice) }
    case 'eth_call':
      return { result: `0x${state.pricePerSector.toString(16).padStart(64, '0')}` }
    case 'eth_estimateGas':
      return state.reverts ? refuse('execution reverted: Pausable: paused') : { result: hex(200_000) }
    case 'eth_sendRawTransaction':
      return take(state, params[0] as Hex)
    case 'eth_getTransactionReceipt': {
      const found = state.hidesReceipts ? undefined : state.mined.find(({ hash }) => hash === params[0])
      return { result: found ? { blockNumber: hex(found.block), status: hex(Number(found.succeeded)) } : null }
    }
    default:
      return refuse('method not found')
  }
}

function take(state: ChainServer, raw: Hex): { result: unknown } | { error: unknown } {
  const bytes = new Uint8Array(Buffer.from(raw.slice(2), 'hex'))
  const hash: Hex = `0x${Buffer.from(keccak256(bytes)).toString('hex')}`
  const [nonce, gasPrice, , , , data] = (decodeRlp(bytes) as Uint8Array[]).map((field) =>
    Buffer.from(field).toString('hex'),
  )
  const sent = { hash, nonce: Number(`0x${nonce || 0}`), gasPrice: BigInt(`0x${gasPrice}`), data: `0x${data}` as Hex }
  if (sent.nonce < state.mined.length) return refuse('nonce too low')
  const before = state.waiting.get(sent.nonce)
  if (before?.hash === hash) return refuse('already known')
  if (before !== undefined && sent.gasPrice * 10n < before.gasPrice * 11n)
    return refuse('replacement transaction underpriced')
  if (!state.forgets) state.waiting.set(sent.nonce, sent)
  return { result: hash }
}
