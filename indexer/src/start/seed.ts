import type { Network, NetworkContract } from '@touchstone/networks'
import type { DataSource } from 'typeorm'
import { HEAD_ID, START_ID } from '../digest/digestRows'
import { startDigest } from '../digest/start'
import { ConfigError } from './config-error'

/**
 * Writes the rows that come from the network's file and not from a block: Network, Contract, Registry, and the digest
 * that starts from them. Outside the squid's store on purpose: no reorg may take them away.
 * @throws ConfigError where the database holds the facts of another chain.
 */
export async function seedNetwork(source: DataSource, network: Network): Promise<void> {
  const others: { id: string }[] = await source.query('select id from network where chain_id <> $1', [network.chainId])
  if (others[0])
    throw new ConfigError(
      `DATABASE_URL holds the facts of ${others[0].id}, NETWORK is eip155:${network.chainId}: use a database for each network.`,
    )
  await source.query(
    `insert into network (id, chain_id, name, finality) values ($1, $2, $3, $4)
     on conflict (id) do update set name = excluded.name, finality = excluded.finality`,
    [`eip155:${network.chainId}`, network.chainId, network.name, network.finality],
  )
  for (const contract of network.contracts) await seedContract(source, contract, network.chainId)
  const { height, digest } = startDigest(network)
  await source.query(
    `insert into state_digest (id, height, digest, capability, events) values ($1, $3, $4, 'none', 0), ($2, $3, $4, 'none', 0)
     on conflict (id) do nothing`,
    [START_ID, HEAD_ID, height, digest],
  )
}

async function seedContract(source: DataSource, contract: NetworkContract, chainId: number): Promise<void> {
  const { address, kind, label, beacon, startBlock, retired = false, upgradeable = false } = contract
  await source.query(
    `insert into contract (id, kind, label, retired, start_block, beacon) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set kind = excluded.kind, label = excluded.label, retired = excluded.retired,
       start_block = excluded.start_block, beacon = excluded.beacon`,
    [address, kind, label, retired, startBlock, beacon ?? (upgradeable ? address : null)],
  )
  const first = findFirstImplementation(contract)
  if (first)
    await source.query(
      `insert into contract_implementation (id, contract_id, implementation, generation, from_block, from_log_index)
       values ($1, $2, $3, $4, $5, -1) on conflict (id) do nothing`,
      [`${address}-file-${first.fromBlock}`, address, first.address, first.generation ?? null, first.fromBlock],
    )
  if (kind === 'identityRegistry' || kind === 'agenticId')
    await source.query(
      `insert into registry (id, chain_id, kind, version) values ($1, $2, $3, $4)
       on conflict (id) do update set kind = excluded.kind, version = excluded.version`,
      [address, chainId, kind === 'agenticId' ? 'agentic-id' : 'erc8004', contract.version ?? '2.0.0'],
    )
}

/**
 * What ran before the first block that is read, as the file tells: the newest of the blocks up to it. Later ones are told
 * by their logs.
 */
function findFirstImplementation({ startBlock, implementations = [] }: NetworkContract) {
  const known = implementations.flatMap(({ fromBlock, ...rest }) =>
    fromBlock !== undefined && fromBlock <= startBlock ? [{ ...rest, fromBlock }] : [],
  )
  return known.sort((one, other) => one.fromBlock - other.fromBlock).at(-1)
}
