import type { Implementation } from '@touchstone/networks'
import type { Generation } from '@touchstone/verify'
import type { Queryable } from '../database.js'

export type Implementations = readonly Implementation[]

/**
 * Generation of the implementation that ran behind the contract at a block. The facts keep the implementation in force
 * alone; before it the blocks in the network's file decide. Without named implementations the contract is the one that
 * the devnet deploys: E. An implementation that the file does not name counts as B, whose bills are kept and not judged:
 * by whose rules it settled is not known.
 */
export async function findGeneration(
  db: Queryable,
  at: { contract: string; blockNumber: number },
  implementations: Implementations | undefined,
): Promise<Generation> {
  if (implementations === undefined) return 'E'
  const { rows } = await db.query<{ implementation: string | null; from_block: number | null }>(
    'select implementation, implementation_from_block as from_block from contract where id = $1',
    [at.contract],
  )
  const { implementation = null, from_block: fromBlock = null } = rows[0] ?? {}
  const isInForce = implementation !== null && fromBlock !== null && fromBlock <= at.blockNumber
  const found = isInForce
    ? implementations.find(({ address }) => address === implementation)
    : findByBlock(implementations, at.blockNumber)
  return found?.generation ?? 'B'
}

function findByBlock(implementations: Implementations, block: number) {
  const before = implementations.filter(({ fromBlock }) => fromBlock !== undefined && fromBlock <= block)
  return before.sort((one, other) => (one.fromBlock ?? 0) - (other.fromBlock ?? 0)).at(-1)
}
