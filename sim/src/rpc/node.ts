import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ForkChain } from '../chain/forkChain.js'
import type { ChainView } from '../chain/view.js'
import { type AnswerContext, answer, type CallHooks } from './answer.js'
import { buildMethods, type MethodTable, type NodeOptions } from './methods.js'
import { buildState, type DeployedContracts } from './state.js'
import { emptyStats, type RpcStats } from './stats.js'
import { TextBuffer } from './textBuffer.js'

/** What happens to one HTTP request or WebSocket message before and after it is answered. */
export interface TransportFault {
  /** Milliseconds by which the answer is late. */
  delayMs?: number
  /** Answers with this HTTP status and no result. Over WebSocket the connection is cut. */
  status?: number
  /** Cuts the connection before the answer, or in the middle of it. */
  cut?: 'before' | 'within'
}

export interface RpcHooks extends CallHooks {
  faultOf?(): TransportFault | undefined
}

export interface RpcNodeOptions extends NodeOptions {
  chain: Pick<ForkChain, 'snapshot' | 'onHead'>
  deployed: DeployedContracts
  /** Round trip that each request takes at least. */
  latencyMs?: number
  hooks?: RpcHooks
  /** Further methods of this node, by name. */
  extraMethods?: MethodTable
}

/** One node: its methods, its counters, its faults. */
export class RpcNode {
  stats: RpcStats = emptyStats()
  private readonly methods: AnswerContext['methods']
  /** Room of answers that were sent, for the next ones: fresh memory for each costs more than its text. */
  private readonly rooms: TextBuffer[] = []

  constructor(private readonly options: RpcNodeOptions) {
    this.methods = { ...buildMethods(buildState(options.deployed), options), ...options.extraMethods }
  }

  resetStats(): void {
    this.stats = emptyStats()
  }

  view(): ChainView {
    return this.options.hooks?.chooseView?.() ?? this.options.chain.snapshot()
  }

  /** What is to happen to the next request. */
  nextFault(): TransportFault {
    return this.options.hooks?.faultOf?.() ?? {}
  }

  context(): AnswerContext {
    return { methods: this.methods, stats: this.stats, view: this.view(), hooks: this.options.hooks ?? {} }
  }

  delayOf(fault: TransportFault): number {
    return (this.options.latencyMs ?? 0) + (fault.delayMs ?? 0)
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === '/stats' && request.method !== 'POST') {
      this.answerStats(request, response)
      return
    }
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('error', () => undefined)
    request.on('end', () => {
      const fault = this.nextFault()
      const delay = this.delayOf(fault)
      const run = () => this.respond(Buffer.concat(parts), fault, response)
      if (delay > 0) setTimeout(run, delay)
      else run()
    })
  }

  private respond(body: Buffer, fault: TransportFault, response: ServerResponse): void {
    this.stats.requests += 1
    this.stats.bytesIn += body.length
    if (fault.cut === 'before') {
      response.destroy()
      return
    }
    if (fault.status !== undefined) {
      response.writeHead(fault.status, { 'retry-after': '0' }).end()
      return
    }
    const room = this.rooms.pop() ?? new TextBuffer()
    const text = room.fill(answer(body.toString('utf8'), this.context()))
    this.stats.bytesOut += text.length
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length })
    if (fault.cut === 'within') response.write(text.subarray(0, text.length >> 1), () => response.destroy())
    // What a connection still has to send is no room for the next answer.
    else response.end(text, () => this.rooms.push(room))
  }

  private answerStats(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'DELETE') this.resetStats()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.stats))
  }
}
