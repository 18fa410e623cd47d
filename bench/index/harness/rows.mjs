/** The rows that every indexer of a comparison must end with, read from each one's own tables. */

const PROJECTIONS = {
  touchstone: {
    settlements: `select tx_hash || '-' || n as id, payer, provider, status, total_fee::text as fee,
      unsettled_amount::text as unsettled, requests_hash as hash, nonce::text as nonce, block_number as block
      from settlement`,
    accounts: `select payer || '-' || provider as id, balance::text as balance from account`,
  },
  ponder: {
    settlements: `select id, payer, provider, status, total_fee::text as fee, unsettled::text as unsettled,
      requests_hash as hash, nonce::text as nonce, block_number as block from bench.settlement`,
    accounts: `select id, balance::text as balance from bench.account`,
  },
  envio: {
    settlements: `select id, payer, provider, status, "totalFee"::text as fee, unsettled::text as unsettled,
      "requestsHash" as hash, nonce::text as nonce, "blockNumber" as block from bench."Settlement"`,
    accounts: `select id, balance::text as balance from bench."Account"`,
  },
}

/** Number of settlements so far; 0 while the tables are not there. */
export async function countSettlements(client, kind, toBlock) {
  const { settlements } = PROJECTIONS[kind]
  try {
    const { rows } = await client.query(`select count(*)::int as n from (${settlements}) s where block <= $1`, [
      toBlock,
    ])
    return rows[0].n
  } catch (error) {
    // 42P01, 3F000: the indexer has not made its tables yet.
    if (['42P01', '3F000'].includes(error.code)) return 0
    throw error
  }
}

/** One digest over all settlements up to a block and over all balances: equal digests are equal rows. */
export async function digestRows(client, kind, toBlock) {
  const { settlements, accounts } = PROJECTIONS[kind]
  const { rows } = await client.query(
    `select (select md5(string_agg(s::text, '|' order by id)) from (${settlements}) s where block <= $1) as settlements,
      (select md5(string_agg(a::text, '|' order by id)) from (${accounts}) a) as accounts`,
    [toBlock],
  )
  return `${rows[0].settlements} ${rows[0].accounts}`
}
