import type { Network } from '@touchstone/networks'
import type { DataSource } from 'typeorm'
import { ConfigError } from './config-error'

const KINDS = {
  inferenceServing: 'InferenceServing',
  ledgerManager: 'LedgerManager',
  flow: 'Flow',
  identityRegistry: 'IdentityRegistry',
} as const satisfies Record<keyof Network['contracts'], string>

/**
 * Writes the rows that come from the network's file and not from a block: Network, Contract, Registry. Outside the
 * squid's store on purpose: no reorg may take them away.
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
  for (const [key, kind] of Object.entries(KINDS)) {
    const contract = network.contracts[key as keyof typeof KINDS]
    if (!contract) continue
    await source.query(
      `insert into contract (id, kind, beacon) values ($1, $2, $3)
       on conflict (id) do update set kind = excluded.kind, beacon = excluded.beacon`,
      [contract.address, kind, contract.beacon ?? null],
    )
  }
  const registry = network.contracts.identityRegistry
  if (registry)
    await source.query(
      `insert into registry (id, chain_id, kind) values ($1, $2, 'erc8004') on conflict (id) do nothing`,
      [registry.address, network.chainId],
    )
}
