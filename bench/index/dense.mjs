/**
 * 20 000 settlements in 2 000 blocks: decode, load, apply, digest and write as the indexer does them for final blocks, on
 * a real PostgreSQL. Fetching is left out: the blocks are generated in this process.
 */
import { readFileSync } from 'node:fs'
import { startTestPostgres } from '@touchstone/stack/testing'
import { buildFactsSource } from '@touchstone/store'
import { migrate } from '@touchstone/store/migrate'
import { Interface, keccak256, toUtf8Bytes } from 'ethers'
import { FactsDatabase } from '../../indexer/dist/database.js'
import { decodeBlock } from '../../indexer/dist/decode/block.js'
import { seedNetwork } from '../../indexer/dist/start/seed.js'
import { toContext, toWatched } from '../../indexer/dist/watched.js'
import { writeBatch } from '../../indexer/dist/write.js'
import { report } from '../report.mjs'

const BLOCKS = 2000
const ITEMS = 10
const PAYERS = 500
const PROVIDERS = 20
/** Blocks of one batch: the gateway ends a chunk by size, and a settlement with its calldata is about 2 KB. */
const BATCH = 200

const abi = (name) => new Interface(readFileSync(new URL(`../../indexer/abi/${name}.json`, import.meta.url), 'utf8'))
const serving = abi('InferenceServing')
const ledger = abi('LedgerManager')
const address = (n) => `0x${n.toString(16).padStart(40, '0')}`
const SERVING = address(0xc001)
const LEDGER = address(0xc002)

const network = {
  name: 'bench',
  displayName: 'Bench',
  chainId: 31_999,
  finality: 2,
  rpc: [],
  ws: [],
  contracts: [
    { kind: 'inferenceServing', label: 'inference', address: SERVING, startBlock: 1 },
    { kind: 'ledgerManager', label: 'ledger', address: LEDGER, startBlock: 1 },
  ],
  storage: { indexers: [], nodes: [] },
}

const hashOf = (text) => keccak256(toUtf8Bytes(text))
const encode = (of, at, event, args) => ({ address: at, ...of.encodeEventLog(event, args) })

/** A block with one settle call of a provider. */
function buildBlock(height) {
  const provider = address(0xa000 + (height % PROVIDERS))
  const users = Array.from({ length: ITEMS }, (_, n) => address(0xb000 + ((height * ITEMS + n) % PAYERS)))
  const items = users.map((user, n) => [
    user,
    provider,
    1000n,
    hashOf(`${height} ${n}`),
    BigInt(height),
    `0x${'5a'.repeat(65)}`,
  ])
  const logs = users.flatMap((user) => [
    encode(ledger, LEDGER, 'FundSpent', [user, SERVING, 1000n]),
    encode(serving, SERVING, 'BalanceUpdated', [user, provider, 10n ** 18n - BigInt(height), 0n]),
    encode(serving, SERVING, 'TEESettlementResult', [user, 0, 0n]),
  ])
  const tx = {
    hash: hashOf(`tx ${height}`),
    from: provider,
    to: SERVING,
    input: serving.encodeFunctionData('settleFeesWithTEE', [items]),
    value: 0n,
    frames: null,
    logs: logs.map((log, logIndex) => ({ ...log, logIndex })),
  }
  return { height, hash: hashOf(`block ${height}`), timestamp: 1_700_000_000_000 + height * 1000, transactions: [tx] }
}

/** The service and its acknowledgement of every provider, as the chain would have them before the first bill. */
function buildFirstBlock() {
  const transactions = Array.from({ length: PROVIDERS }, (_, n) => {
    const provider = address(0xa000 + n)
    const signer = address(0x5000 + n)
    const service = ['chatbot', 'http://127.0.0.1', 'model', 'TeeML', 1n, 1n, '{"TargetSeparated":false}', signer]
    const updated = [provider, 'chatbot', 'http://127.0.0.1', 1n, 1n, 1n, 'model', 'TeeML']
    return {
      hash: hashOf(`service ${n}`),
      from: provider,
      to: SERVING,
      input: serving.encodeFunctionData('addOrUpdateService', [service]),
      value: 0n,
      frames: null,
      logs: [
        { ...encode(serving, SERVING, 'ServiceUpdated', updated), logIndex: 2 * n },
        { ...encode(serving, SERVING, 'ProviderTEESignerAcknowledged', [provider, signer, true]), logIndex: 2 * n + 1 },
      ],
    }
  })
  return { height: 1, hash: hashOf('block 1'), timestamp: 1_700_000_000_000, transactions }
}

/** Of a process of this machine, by Linux's account in hundredths of a second. */
function readProcessorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const headOf = ({ height, hash }) => ({ height, hash })
const chain = [buildFirstBlock(), ...Array.from({ length: BLOCKS }, (_, n) => buildBlock(n + 2))]
const postgres = await startTestPostgres()
try {
  await migrate(postgres.url)
  const source = await buildFactsSource(postgres.url).initialize()
  await seedNetwork(source, network)
  const commits = []
  const database = new FactsDatabase(postgres.url, ({ elapsed }) => commits.push(elapsed))
  await database.connect()
  const watched = toWatched(network)
  const context = toContext(network)
  let prevHead = { height: -1, hash: '0x' }
  const began = performance.now()
  const cpu = process.cpuUsage()
  for (let from = 0; from < chain.length; from += BATCH) {
    const batch = chain.slice(from, from + BATCH)
    const nextHead = headOf(batch.at(-1))
    await database.transact({ prevHead, nextHead, isOnTop: false }, async (store) => {
      const decoded = batch.map((block) => decodeBlock(block, watched))
      await writeBatch(store, decoded, context)
    })
    prevHead = nextHead
  }
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const backends = await source.query('select pid from pg_stat_activity where datname = current_database()')
  const serverSeconds = backends.reduce((sum, { pid }) => sum + readProcessorSeconds(pid), 0)
  const [{ count }] = await source.query(
    `select count(*)::int from settlement where accepted and calldata = 'transaction'`,
  )
  if (count !== BLOCKS * ITEMS) throw new Error(`${count} settlements are stored.`)
  await database.stop()
  await source.destroy()
  const result = { bench: 'dense', case: `${BLOCKS * ITEMS} settlements in ${BLOCKS} blocks, ${BATCH} blocks a batch` }
  report(
    { ...result, metric: 'decoded, applied and stored', value: count / seconds, unit: 'settlements/s' },
    { atLeast: 3000 },
  )
  const own = (user + system) / 1e6
  report({ ...result, metric: 'processor time of the indexer', value: own, unit: 's' })
  report({ ...result, metric: 'processor time of PostgreSQL', value: serverSeconds, unit: 's' })
  report({ ...result, metric: 'slowest batch', value: Math.max(...commits), unit: 'ms' })
} finally {
  await postgres.stop()
}
process.exit()
