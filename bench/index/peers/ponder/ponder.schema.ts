import { onchainTable } from 'ponder'

export const settlement = onchainTable('settlement', (t) => ({
  id: t.text().primaryKey(),
  payer: t.hex().notNull(),
  provider: t.hex().notNull(),
  status: t.integer().notNull(),
  totalFee: t.numeric().notNull(),
  unsettled: t.numeric().notNull(),
  requestsHash: t.hex().notNull(),
  nonce: t.numeric().notNull(),
  blockNumber: t.integer().notNull(),
}))

export const account = onchainTable('account', (t) => ({
  id: t.text().primaryKey(),
  balance: t.numeric().notNull(),
}))
