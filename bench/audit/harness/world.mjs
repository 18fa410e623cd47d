/**
 * A small 0G around the auditor: official contracts on a chain, one provider whose enclave report is served, funded
 * payers, storage nodes. Facts come from the chain by the real gateway and indexer.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Wallet } from 'ethers'
import * as artifacts from '../../../devnet/dist/chain/artifacts.js'
import { keyOf } from '../../../devnet/dist/chain/keys.js'
import { openPki } from '../../../devnet/dist/enclave/pki.js'
import { mintReportOf } from '../../../devnet/dist/enclave/report.js'
import { writeNetworkFile } from '../../../devnet/dist/networkFile.js'
import { createProviderServer } from '../../../devnet/dist/provider/server.js'
import { signerOf } from '../../../devnet/dist/provider/signing.js'
import { PROVIDERS, toAdditionalInfo } from '../../../devnet/dist/provider/story.js'
import { findFreePort, ROOT, startChild, until } from '../../index/harness/child.mjs'
import { CHAIN_ID, makeFolder, startChain } from './chain.mjs'

const ETHER = 10n ** 18n
const START_MS = 60_000

// Whoever breaks a benchmark off wants everything gone that it started.
for (const [name, code] of [
  ['SIGTERM', 143],
  ['SIGINT', 130],
])
  process.once(name, () => process.exit(code))

/** @param {{ payers: number }} size */
export async function openWorld({ payers: payerCount }) {
  const folder = makeFolder()
  const chain = await startChain(folder)
  const story = PROVIDERS[0]
  const role = `provider/${story.name}`
  const provider = addressOf(role)
  const roles = Array.from({ length: payerCount }, (_, n) => `payer/${n}`)
  const pki = await openPki(join(folder, 'pki.json'))
  const served = await serveProvider(story, provider, pki)
  await register(chain, story, { role, provider, url: served.url })
  await fund(chain, provider, roles)
  return {
    ...{ folder, chain, story, provider, role },
    payers: roles.map(addressOf),
    contract: chain.deployment.inferenceServing.address.toLowerCase(),
    storageFolder: join(folder, 'storage', 'node-a'),
    /** Starts the nodes on the files that are there, and writes the network's file. */
    openStorage: (options) => openStorage({ folder, chain, pki, provider: served.url }, options),
    async stop() {
      await served.close()
      await chain.stop()
    },
  }
}

function addressOf(role) {
  return new Wallet(keyOf(role)).address.toLowerCase()
}

/** The provider's own interface: it answers for its enclave's report. */
async function serveProvider(story, provider, pki) {
  const report = await mintReportOf(story, pki, Date.now())
  const server = createProviderServer({
    story,
    provider,
    ledger: undefined,
    report,
    findAccount: async () => undefined,
  })
  const port = await findFreePort()
  await server.listen({ host: '127.0.0.1', port })
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

async function register(chain, story, { role, provider, url }) {
  const { abi } = artifacts.inferenceServing()
  const { address: to } = chain.deployment.inferenceServing
  const service = {
    ...{ serviceType: 'chatbot', url, model: story.model, verifiability: 'TeeML' },
    ...{ inputPrice: story.inputPrice, outputPrice: story.outputPrice },
    ...{ additionalInfo: toAdditionalInfo(story), teeSignerAddress: signerOf(story).address },
  }
  await chain.enrich(provider)
  const data = abi.encodeFunctionData('addOrUpdateService', [service])
  await chain.mineAll([{ role, to, data, value: 100n * ETHER }])
  const acknowledged = abi.encodeFunctionData('acknowledgeTEESignerByOwner', [provider])
  await chain.mineAll([{ role: 'deployer', to, data: acknowledged }])
}

async function fund(chain, provider, roles) {
  const { abi } = artifacts.ledgerManager()
  const { address: to } = chain.deployment.ledgerManager
  const open = abi.encodeFunctionData('addLedger', [''])
  const move = abi.encodeFunctionData('transferFund', [provider, 'inference-v1.0', 1_000n * ETHER])
  for (const role of roles) await chain.enrich(addressOf(role))
  await chain.mineAll(roles.map((role) => ({ role, to, data: open, value: 2_000n * ETHER })))
  await chain.mineAll(roles.map((role) => ({ role, to, data: move })))
}

/** @param {{ lies?: boolean, front?: (urls: string[]) => Promise<string[]> }} [options] `front` puts something before the servers. */
async function openStorage({ folder, chain, pki, provider }, { lies = false, front } = {}) {
  const { flow } = chain.deployment
  const settings = {
    ...{ rpcUrl: chain.url, flow: flow.address, flowDeployBlock: flow.startBlock, chainId: CHAIN_ID },
    ...{ dataDir: join(folder, 'storage'), lies },
  }
  const child = startChild(['node', 'bench/audit/harness/storage.main.mjs', JSON.stringify(settings)], { cwd: ROOT })
  const started = () => /^\{.*\}$/m.exec(child.output())?.[0]
  const urls = JSON.parse(await until('the storage nodes answer', started, { child, withinMs: START_MS }))
  const [nodeB, nodeA, storageIndexer] = (await front?.([urls.nodeB, urls.nodeA, urls.indexer])) ?? [
    ...[urls.nodeB, urls.nodeA, urls.indexer],
  ]
  const networkFile = join(folder, 'network.json')
  const endpoints = {
    ...{ rpc: chain.url, storageIndexer, storageNodes: [nodeB, nodeA], providers: [provider] },
    da: { disperser: nodeA, retriever: nodeA, nodes: [] },
  }
  writeNetworkFile(networkFile, { deployment: chain.deployment, endpoints, pki, examples: [] })
  // Neither is served here: reports carry their collateral, and every trail lies on storage nodes.
  const { da: _da, quotes: _quotes, ...network } = JSON.parse(readFileSync(networkFile, 'utf8'))
  writeFileSync(networkFile, JSON.stringify(network))
  return { networkFile, network, urls: [nodeB, nodeA, storageIndexer], child, stop: () => child.stop() }
}
