import fc from 'fast-check'
import type { CallFrame } from '../decode/chain'
import { ABI, address, encodeLog, type LogDraft, type TxDraft } from './logs'

/** One item of a settle call, and how the contract judges it. */
interface TreeItem {
  user: string
  fee: bigint
  nonce: bigint
  status: number
  /** What of the fee is left open, where the item is paid in part. */
  open: bigint
}

/** A call of a made-up transaction. */
export type TreeNode =
  | { kind: 'settle'; proxy: string; items: TreeItem[]; reverts: boolean; paid: TreeNode[] }
  | { kind: 'deposit'; proxy: string; user: string; provider: string; reverts: boolean }
  | { kind: 'through'; wrapper: string; reverts: boolean; inner: TreeNode[] }
  /** Somebody runs the proxy's code in a place of its own, or only asks: nothing happens at the proxy. */
  | { kind: 'elsewhere'; type: 'delegatecall' | 'staticcall'; proxy: string; items: TreeItem[] }

/** What the contracts really did, in the order of their results. */
export interface TreeTruth {
  contract: string
  caller: string
  user: string
  status: number
  fee: bigint
  nonce: bigint
  settled: bigint
}

const USERS = [address(0xb1), address(0xb2)]
const WRAPPERS = [address(0xe1), address(0xe2)]
const STRANGER = address(0xbad)
const CODE = address(0xc0de)
const HASH = `0x${'11'.repeat(32)}`

/** Trees of calls over these proxies, with reverts at any place. */
export function anyTree(proxies: string[]): fc.Arbitrary<TreeNode[]> {
  const proxy = fc.constantFrom(...proxies)
  const user = fc.constantFrom(...USERS)
  const reverts = fc.integer({ min: 0, max: 4 }).map((n) => n === 0)
  const item: fc.Arbitrary<TreeItem> = fc.record({
    user,
    // Few values: items that look alike are what a wrong pairing would mix up.
    fee: fc.bigInt({ min: 0n, max: 3n }),
    nonce: fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }),
    status: fc.integer({ min: 0, max: 5 }),
    open: fc.bigInt({ min: 0n, max: 3n }),
  })
  const items = fc.array(item, { minLength: 1, maxLength: 3 })
  const { node } = fc.letrec<{ nodes: TreeNode[]; node: TreeNode }>((tie) => ({
    nodes: fc.array(tie('node'), { maxLength: 3, depthIdentifier: 'calls' }),
    node: fc.oneof(
      { depthIdentifier: 'calls', maxDepth: 4 },
      fc.record({
        kind: fc.constant('deposit' as const),
        proxy,
        user,
        provider: fc.constantFrom(...WRAPPERS),
        reverts,
      }),
      fc.record({ kind: fc.constant('settle' as const), proxy, items, reverts, paid: tie('nodes') }),
      fc.record({
        kind: fc.constant('through' as const),
        wrapper: fc.constantFrom(...WRAPPERS),
        reverts,
        inner: tie('nodes'),
      }),
      fc.record({
        kind: fc.constant('elsewhere' as const),
        type: fc.constantFrom('delegatecall' as const, 'staticcall' as const),
        proxy,
        items,
      }),
    ),
  }))
  return fc.array(node, { minLength: 1, maxLength: 4 })
}

/**
 * Runs the calls as the contracts would: logs of what is not reverted, frames of everything, and the truth.
 * @param hasFundSpent whether the ledger logs what is spent: since January 2026.
 */
export function runTree(from: string, calls: TreeNode[], hasFundSpent: boolean) {
  const frames: CallFrame[] = []
  const logs: LogDraft[] = []
  const truth: TreeTruth[] = []
  let deposits = 0
  const put = (frame: Omit<CallFrame, 'value'>) => frames.push({ value: 0n, ...frame })

  const visit = (node: TreeNode, caller: string, path: number[], isLost: boolean) => {
    const failed = isLost || ('reverts' in node && node.reverts)
    if (node.kind === 'through') {
      put({ path, type: 'call', from: caller, to: node.wrapper, input: '0x12345678', failed })
      for (const [n, inner] of node.inner.entries()) visit(inner, node.wrapper, [...path, n], failed)
    } else if (node.kind === 'deposit') {
      put({ path, type: 'call', from: caller, to: node.proxy, input: '0x745e87f7', failed })
      if (failed) return
      deposits++
      logs.push({ ...encodeLog('serving', 'BalanceUpdated', [node.user, node.provider, 50n, 0n]), address: node.proxy })
    } else if (node.kind === 'elsewhere') {
      put({ path, type: node.type, from: caller, to: node.proxy, input: encodeSettle(node.items, caller), failed })
    } else {
      const input = encodeSettle(node.items, caller)
      put({ path, type: 'call', from: caller, to: node.proxy, input, failed })
      put({ path: [...path, 0], type: 'delegatecall', from: node.proxy, to: CODE, input, failed })
      if (!failed) for (const item of node.items) settle(node.proxy, caller, item)
      // Only then is the caller paid, and a caller that is a contract may do anything.
      put({ path: [...path, 0, 0], type: 'call', from: node.proxy, to: caller, input: '0x', failed })
      for (const [n, inner] of node.paid.entries()) visit(inner, caller, [...path, 0, 0, n], failed)
    }
  }

  const settle = (proxy: string, caller: string, { user, fee, nonce, status, open }: TreeItem) => {
    const left = status > 1 ? fee : status === 1 ? (open < fee ? open : fee) : 0n
    const settled = fee - left
    const at = (log: LogDraft): LogDraft => ({ ...log, address: proxy })
    if (settled > 0n && hasFundSpent) logs.push(encodeLog('ledger', 'FundSpent', [user, proxy, settled]))
    if (settled > 0n) logs.push(at(encodeLog('serving', 'BalanceUpdated', [user, caller, nonce % 97n, 0n])))
    logs.push(at(encodeLog('serving', 'TEESettlementResult', [user, status, left])))
    truth.push({ contract: proxy, caller, user, status, fee, nonce, settled })
  }

  const [only] = calls
  const isDirect = calls.length === 1 && only?.kind === 'settle'
  if (isDirect) visit(only, from, [], false)
  else visit({ kind: 'through', wrapper: WRAPPERS[0] ?? '', reverts: false, inner: calls }, from, [], false)
  const [root] = frames
  const tx: TxDraft = { from, to: root?.to ?? '', input: root?.input ?? '0x', logs, frames }
  return { tx: root?.failed ? { ...tx, logs: [] } : tx, truth, deposits }
}

function encodeSettle(items: TreeItem[], caller: string): string {
  const encoded = items.map(({ user, fee, nonce, status }) => {
    const provider = status === 2 ? STRANGER : caller
    return [user, provider, fee, HASH, nonce, '0x']
  })
  return ABI.serving.encodeFunctionData('settleFeesWithTEE', [encoded])
}
