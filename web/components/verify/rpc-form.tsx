import { readRpc } from '../../lib/named-address'
import { NamedForm } from './named-form'

/** Names the node that is asked for the block hash. */
export function RpcForm(props: {
  action: string
  rpc: string
  anchor: string
  keep?: Readonly<Record<string, string | undefined>>
}) {
  const { rpc, ...place } = props
  const read = rpc === '' ? undefined : readRpc(rpc)
  return (
    <NamedForm
      {...place}
      name="rpc"
      value={rpc}
      label="A node that you trust for the block hash (RPC)"
      placeholder="https://evmrpc.0g.ai"
      fault={read?.kind === 'malformed' ? read : undefined}
    >
      Everything else is proven against the block; that the block is part of the chain, only a node can say. The page is
      loaded again with leave to ask this one address, and asks it for chain id and block when you verify.
    </NamedForm>
  )
}
