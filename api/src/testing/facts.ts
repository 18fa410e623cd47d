import { address, CHAIN_ID, hash, REGISTRY, type Row, timeOf } from './rows'

/** A settlement of `payer` at `provider` in a block; everything else has a plausible value unless given. */
export function settlement(payer: string, provider: string, block: number, more: Row = {}): Row {
  const txHash = (more.tx_hash as string | undefined) ?? hash(`tx${payer.slice(-6)}${provider.slice(-6)}${block}`)
  const n = (more.n as number | undefined) ?? 0
  const status = (more.status as number | undefined) ?? 0
  return {
    id: `${CHAIN_ID}-${txHash}-${n}`,
    n,
    payer,
    provider,
    named_provider: provider,
    status,
    accepted: status < 2,
    total_fee: '1000',
    unsettled_amount: '0',
    settled_amount: status < 2 ? '1000' : '0',
    requests_hash: hash(`rh${payer.slice(-6)}${block}`),
    nonce: String(1_700_000_000_000n + BigInt(block)),
    signature: '0x00',
    calldata: 'transaction',
    generation: 'E',
    signer: address('signer'),
    signer_acknowledged: true,
    window_from_block: Math.max(0, block - 1),
    contract: address('serving'),
    block_number: block,
    block_hash: hash(`b${block}`),
    block_time: timeOf(block),
    tx_hash: txHash,
    tx_from: provider,
    log_index: n,
    ...more,
  }
}

export const agentKey = (agentId: number | string) => `eip155:${CHAIN_ID}:${REGISTRY}:${agentId}`

export function agent(agentId: number, owner: string, more: Row = {}): Row {
  return {
    id: agentKey(agentId),
    registry_id: REGISTRY,
    agent_id: String(agentId),
    owner,
    wallet: owner,
    uri: 'data:,',
    name: `Agent ${agentId}`,
    minted_block: agentId,
    minted_time: timeOf(agentId),
    mint_tx_hash: hash(`mint${agentId}`),
    registered: true,
    ...more,
  }
}

let links = 0

/** A link of an agent to a payer over [from, to) blocks. */
export function link(
  agentId: number,
  payer: string,
  strength: string,
  from: number,
  to: number | null = null,
  more: Row = {},
): Row {
  links += 1
  return {
    id: `${agentKey(agentId)}-L4-${from}-${links}`,
    agent_id: agentKey(agentId),
    payer,
    type: strength === 'B' ? 'L5' : 'L4',
    strength,
    evidence: 'The wallet sent the registration.',
    from_block: from,
    from_log_index: 0,
    to_block: to,
    to_log_index: to === null ? null : 0,
    tx_hash: hash(`link${links}`),
    ...more,
  }
}

export function account(payer: string, provider: string, more: Row = {}): Row {
  return {
    id: `${address('serving')}-${payer}-${provider}`,
    contract: address('serving'),
    payer,
    provider,
    balance: '123456789012345678901234567890',
    pending_refund: '0',
    nonce: '1700000000001',
    opened_block: 1,
    updated_block: 1,
    ...more,
  }
}

/** A service of a provider from a block on, in force. */
export function revision(provider: string, block: number, more: Row = {}): Row {
  return {
    id: `${provider}-${block}-0`,
    provider_id: provider,
    contract: address('serving'),
    service_type: 'chatbot',
    url: 'https://service.example',
    model: 'glm-5',
    verifiability: 'TeeML',
    input_price: '1',
    output_price: '2',
    calldata: 'transaction',
    derived_mode: 'relayed',
    pricing: 'plain',
    from_block: block,
    from_log_index: 0,
    from_time: timeOf(block),
    tx_hash: hash(`service${block}`),
    ...more,
  }
}

/** A root that an address submitted in a block. */
export function anchor(root: string, block: number, more: Row = {}): Row {
  return {
    id: `storage-flow-${block}`,
    flow: address('flow'),
    submission_index: String(block),
    root,
    size: '9',
    sectors: '1',
    start_pos: '0',
    tags: '0x',
    author: address('author'),
    claimed_sender: address('author'),
    block_number: block,
    block_time: timeOf(block),
    tx_hash: hash(`anchor${block}`),
    log_index: 0,
    ...more,
  }
}
