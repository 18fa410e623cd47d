import type { Malformed } from '../../lib/ids'
import { readRpc } from '../../lib/rpc-address'
import { Untrusted } from '../value/untrusted'

/**
 * Names the node that is asked for the block hash. A plain form: the page comes again with the node in its address, and
 * only then does its policy let it ask that one node.
 */
export function RpcForm({ action, rpc, anchor }: { action: string; rpc: string; anchor: string }) {
  const fault = rpc === '' ? undefined : readRpc(rpc)
  return (
    <form action={`${action}#${anchor}`} method="get" className="verify-block">
      <label htmlFor="rpc">A node that you trust for the block hash (RPC)</label>
      <div className="verify-row">
        <input
          id="rpc"
          name="rpc"
          type="text"
          inputMode="url"
          defaultValue={rpc}
          maxLength={300}
          autoComplete="off"
          spellCheck={false}
          placeholder="https://evmrpc.0g.ai"
        />
        <button type="submit" className="button">
          Name it
        </button>
      </div>
      {fault?.kind === 'malformed' && <Wrong fault={fault} />}
      <p className="note">
        Everything else is proven against the block; that the block is part of the chain, only a node can say. The page
        is loaded again with leave to ask this one address, and asks it for chain id and block when you verify.
      </p>
    </form>
  )
}

function Wrong({ fault }: { fault: Malformed }) {
  return (
    <p className="ink-unavailable">
      At <Untrusted text={fault.part} />, expected {fault.expected}.
    </p>
  )
}
