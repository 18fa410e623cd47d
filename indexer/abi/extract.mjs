// Writes the parts of the official contracts' ABIs that the indexer decodes, taken from the npm packages of 0G.
// Beacon.json, DAEntrance.json, DASigners.json, FineTuningServing.json, IdentityRegistry.json and what only contracts of
// 2025 have (*2025.json) are written by hand: no package of today carries them. Then: npm run codegen.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const here = path.dirname(fileURLToPath(import.meta.url))
const compute = path.dirname(require.resolve('@0gfoundation/0g-compute-ts-sdk'))
const storage = path.dirname(require.resolve('@0gfoundation/0g-ts-sdk'))

const CONTRACTS = {
  InferenceServing: {
    abi: require(path.join(compute, 'inference/contract/typechain/factories/InferenceServing__factory.js'))
      .InferenceServing__factory.abi,
    names: [
      'TEESettlementResult',
      'BalanceUpdated',
      'RefundRequested',
      'AccountDeleted',
      'ServiceUpdated',
      'ServiceRemoved',
      'ProviderTEESignerAcknowledged',
      'ProviderStaked',
      'ProviderStakeReturned',
      'TokenRevoked',
      'TokensRevoked',
      'AllTokensRevoked',
      'BatchBalanceUpdated',
      'ContractInitialized',
      'Initialized',
      'LockTimeUpdated',
      'OwnershipTransferred',
      'settleFeesWithTEE',
      'addOrUpdateService',
      'acknowledgeTEESigner',
    ],
  },
  LedgerManager: {
    abi: require(path.join(compute, 'ledger/contract/typechain/factories/LedgerManager__factory.js'))
      .LedgerManager__factory.abi,
    names: [
      'FundSpent',
      'LedgerInfoUpdated',
      'ServiceRegistered',
      'RecommendedServiceUpdated',
      'Initialized',
      'OwnershipTransferred',
      'addLedger',
      'depositFund',
      'depositFundFor',
      'transferFund',
      'retrieveFund',
      'refund',
      'deleteLedger',
    ],
  },
  Flow: {
    abi: require(path.join(storage, 'contracts/flow/factories/FixedPriceFlow__factory.js')).FixedPriceFlow__factory.abi,
    names: ['Submit'],
  },
}

for (const [name, { abi, names }] of Object.entries(CONTRACTS)) {
  const kept = abi.filter((item) => names.includes(item.name))
  const missing = names.filter((wanted) => !kept.some((item) => item.name === wanted))
  if (missing.length > 0) throw new Error(`${name}: the package's ABI lacks ${missing.join(', ')}.`)
  writeFileSync(path.join(here, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`)
}
