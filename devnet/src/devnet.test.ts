import { createHash } from 'node:crypto'
import { createZGComputeNetworkBroker } from '@0gfoundation/0g-compute-ts-sdk'
import { requireContract } from '@touchstone/networks'
import {
  daRoot,
  type FetchedTrail,
  type HashedFields,
  type Hex,
  readPointerFile,
  requestsHash,
  storageRoot,
  type TrailRecord,
  verifySettlement,
} from '@touchstone/verify'
import { Contract, verifyMessage, type Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { AttackRun } from './attacks/attack.js'
import { walletOf } from './chain/keys.js'
import { RETRIEVER } from './da/protos.js'
import { PROVIDERS } from './provider/story.js'
import { askBlob } from './testing/blobs.js'
import { receiptEvidence } from './testing/evidence.js'
import { listSettled, type Settled } from './testing/receipts.js'
import { captureReports } from './testing/reports.js'
import { type Anchored, download, listAnchored, makeFolder, type Running, readRecords, run } from './testing/running.js'
import { firstSubject } from './testing/subject.js'
import { until } from './testing/until.js'

const MOCK_SIGNER = '0x325744be57db298c2652c672b32eb12875d92d83'
let place: { folder: string; remove(): Promise<void> }
let devnet: Running
let settled: Settled[]
let anchored: Anchored[]

const addressOf = (role: string) => walletOf(role, devnet.chain).address.toLowerCase()
const provider = (name: string) => addressOf(`provider/${name}`)
const nodes = () => ({ b: devnet.network.storage.nodes[0], a: devnet.network.storage.nodes[1] })

beforeAll(async () => {
  // The official clients print every step.
  for (const method of ['log', 'warn'] as const) vi.spyOn(console, method).mockImplementation(() => undefined)
  place = await makeFolder()
  devnet = await run(place.folder)
  // Every story: all providers but one anchored, the stranger too, all were paid, and the stranger was refused twice.
  await until('Every story on chain', 200_000, async () => {
    anchored = await listAnchored(devnet)
    settled = await listSettled(devnet.inference)
    const paid = new Set(settled.filter(({ status }) => status <= 1).map(({ caller }) => caller))
    const refused = settled.filter(({ status }) => status > 1).length
    return new Set(anchored.map(({ author }) => author)).size === PROVIDERS.length &&
      paid.size === PROVIDERS.length &&
      refused >= 2
      ? true
      : undefined
  })
}, 250_000)

afterAll(async () => {
  await devnet?.stop()
  await place?.remove()
}, 30_000)

async function openTrail(name: string): Promise<{ records: TrailRecord[]; item: Settled['item']; root: string }> {
  const anchor = anchored.find(({ author }) => author === provider(name))
  const root = anchor?.root ?? ''
  const bytes = await until(`The trail of ${name}`, 10_000, () => download(nodes().a, root))
  expect(storageRoot(bytes).root).toBe(root)
  const records = readRecords(bytes)
  const nonce = records[0]?.settlement
  const found = settled.find(({ item, caller }) => caller.toLowerCase() === provider(name) && `${item.nonce}` === nonce)
  if (found === undefined) throw new Error(`${name} settled nothing with nonce ${nonce}.`)
  return { records, item: found.item, root }
}

/** The file itself, or the blob that it names, from the retriever with the witness of its root. */
async function followPointer(bytes: Uint8Array): Promise<Pick<FetchedTrail, 'bytes' | 'da'>> {
  const pointer = readPointerFile(bytes)
  if (pointer.kind === 'refused') return { bytes }
  const blob = await askBlob(devnet.network.da?.retrievers[0] ?? '', RETRIEVER, pointer)
  const { root, r1, r2 } = await daRoot(blob)
  expect(root).toBe(pointer.dataRoot)
  return { bytes: blob, da: { pointer: pointer.text, r1, r2 } }
}

async function ask<T>(path: string): Promise<{ status: number; body: T }> {
  const answer = await fetch(devnet.healthUrl.replace('/healthz', `/attacks${path}`))
  return { status: answer.status, body: (await answer.json()) as T }
}

/** What an agent named in the registry for its system text. */
async function readCommitted(agent: string): Promise<string> {
  const registry = new Contract(
    requireContract(devnet.network, 'identityRegistry').address,
    [
      'event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)',
      'function getMetadata(uint256, string) view returns (bytes)',
    ],
    devnet.chain,
  )
  const minted = registry.filters.Transfer?.(null, addressOf(`agent/${agent}`))
  const [log] = minted === undefined ? [] : await registry.queryFilter(minted, 0)
  return registry.getFunction('getMetadata').staticCall(BigInt(log?.topics[3] ?? 0), 'systemSha256')
}

const sum = (records: TrailRecord[]) => records.reduce((total, { fee }) => total + BigInt(fee ?? 0), 0n)
const sha256 = (base64: string | undefined) =>
  createHash('sha256')
    .update(Buffer.from(base64 ?? '', 'base64'))
    .digest('hex')
const isSignedText = ({ proof, request, response }: TrailRecord) =>
  proof?.text.startsWith(`${sha256(request.bytes)}:${sha256(response.bytes)}`) === true
const hashOf = (records: TrailRecord[]) => requestsHash(records as HashedFields[])

describe('devnet', () => {
  it('shows its services to the official client', async () => {
    const wallet = walletOf('agent/atlas', devnet.chain) as Wallet
    const broker = await createZGComputeNetworkBroker(
      wallet as never,
      requireContract(devnet.network, 'ledgerManager').address,
      requireContract(devnet.network, 'inferenceServing').address,
    )
    const services = await broker.inference.listService()
    expect(services.map(({ model }) => model).sort()).toEqual(PROVIDERS.map(({ model }) => model).sort())
    expect(
      services.every(({ verifiability, teeSignerAcknowledged }) => verifiability === 'TeeML' && teeSignerAcknowledged),
    ).toBe(true)
    const relay = services.find((service) => service.provider.toLowerCase() === provider('birch'))
    expect([relay?.inputPrice, relay?.outputPrice]).toEqual([50_000_000_000n, 100_000_000_000n])
    expect(JSON.parse(relay?.additionalInfo ?? '')).toMatchObject({
      ProviderType: 'centralized',
      TargetSeparated: true,
    })
    expect((await (await fetch(devnet.healthUrl)).json()) as object).toMatchObject({ status: 'ok' })
  }, 20_000)

  it('has every provider paid and the stranger refused with 2 and 5, and the account keeps the last nonce', async () => {
    const accepted = settled.filter(({ status }) => status === 0)
    expect(new Set(accepted.map(({ caller }) => caller.toLowerCase()))).toEqual(
      new Set(PROVIDERS.map(({ name }) => provider(name))),
    )
    const strange = settled.filter(({ caller }) => caller.toLowerCase() === addressOf('stranger'))
    expect(strange.slice(0, 2).map(({ status }) => status)).toEqual([2, 5])
    expect(new Set(strange.map(({ item }) => item.user.toLowerCase()))).toEqual(new Set([addressOf('agent/atlas')]))
    for (const { name } of PROVIDERS) {
      const own = (await listSettled(devnet.inference)).filter(({ caller }) => caller.toLowerCase() === provider(name))
      const account = await devnet.inference.getFunction('getAccount').staticCall(own[0]?.item.user, provider(name))
      expect(account.nonce >= (own.at(-1)?.item.nonce ?? 0n)).toBe(true)
    }
  }, 20_000)

  it.each(['aspen', 'birch', 'cedar'])(
    'opens the bill of %s, with bodies that its key signed',
    async (name) => {
      const { records, item } = await openTrail(name)
      expect(hashOf(records)).toBe(item.requestsHash)
      expect(sum(records)).toBe(item.totalFee)
      expect(records.every(isSignedText)).toBe(true)
      const service = await devnet.inference.getFunction('getService').staticCall(provider(name))
      for (const { proof } of records)
        expect(verifyMessage(proof?.text ?? '', proof?.signature ?? '')).toBe(service.teeSignerAddress)
      expect(service.teeSignerAddress.toLowerCase() === MOCK_SIGNER).toBe(name === 'cedar')
      expect(records.every(({ proof }) => proof?.text.includes(':centralized:aliyun:'))).toBe(name === 'birch')
    },
    20_000,
  )

  it.each([
    ['aspen', 'atlas', true],
    ['elm', 'ember', false],
  ])(
    '%s names what its agent was told, and that %s had committed to it is %s',
    async (name, agent, isEqual) => {
      const { records } = await openTrail(name)
      const { messages } = JSON.parse(Buffer.from(records[0]?.request.bytes ?? '', 'base64').toString())
      const told = createHash('sha256').update(messages[0].content).digest('hex')
      expect(records.map(({ system }) => system?.sha256)).toEqual(records.map(() => told))
      expect((await readCommitted(agent)) === `0x${told}`).toBe(isEqual)
      expect(await readCommitted(agent)).toMatch(/^0x[0-9a-f]{64}$/)
    },
    20_000,
  )

  it('has aspen name what its agent did after an inference, as the agent told it with its next request', async () => {
    const [record] = await until('A trail that names a transaction', 120_000, async () => {
      const anchors = (await listAnchored(devnet)).filter(({ author }) => author === provider('aspen'))
      const files = await Promise.all(anchors.map(({ root }) => download(nodes().a, root)))
      const acting = files.flatMap((file) => (file ? readRecords(file) : [])).filter(({ actions }) => actions)
      return acting.length > 0 ? acting : undefined
    })
    const [action] = record?.actions ?? []
    const transaction = await devnet.chain.getTransaction(action?.txHash ?? '')
    expect(action?.chainId).toBe(devnet.network.chainId)
    expect(transaction?.from.toLowerCase()).toBe(addressOf('agent/atlas'))
    const block = await transaction?.getBlock()
    // Blocks count whole seconds.
    expect((block?.timestamp ?? 0) * 1_000 + 1_000).toBeGreaterThan(record?.createdAt ?? 0)
  }, 125_000)

  it('lets elm show another response than the signed one, and fir list other fees than the billed ones', async () => {
    const elm = await openTrail('elm')
    expect(hashOf(elm.records)).toBe(elm.item.requestsHash)
    expect(elm.records.map(isSignedText)).toEqual(elm.records.map((_, at) => at > 0))
    expect(elm.records[0]?.response.sha256).toBe(sha256(elm.records[0]?.response.bytes))
    const fir = await openTrail('fir')
    expect(hashOf(fir.records)).not.toBe(fir.item.requestsHash)
    expect(sum(fir.records)).toBeLessThan(fir.item.totalFee)
    expect(fir.records.every(isSignedText)).toBe(true)
  }, 20_000)

  it('has no trail of dogwood, and one of the stranger that names the settlement of others', async () => {
    expect(anchored.filter(({ provider: named }) => named === provider('dogwood'))).toEqual([])
    const wrong = anchored.find(({ author }) => author === addressOf('stranger'))
    expect(wrong).toMatchObject({ payer: addressOf('agent/atlas'), provider: provider('aspen') })
    const bytes = await until('The wrong trail', 10_000, () => download(nodes().a, wrong?.root ?? ''))
    const [record] = readRecords(bytes)
    const named = settled.find(({ item }) => `${item.nonce}` === record?.settlement)
    expect(named?.item.totalFee).not.toBe(BigInt(record?.fee ?? 0))
  }, 20_000)

  it('serves wrong bytes of the first trail of aspen from node B, and right ones of the others', async () => {
    const { root } = await openTrail('aspen')
    const forged = await until('The bytes of node B', 10_000, () => download(nodes().b, root))
    expect(storageRoot(forged).root).not.toBe(root)
    const other = await openTrail('birch')
    const honest = await until('The bytes of node B', 10_000, () => download(nodes().b, other.root))
    expect(storageRoot(honest).root).toBe(other.root)
  }, 20_000)

  it.each([
    ['aspen', 'pass pass pass pass pass pass', 'verified'],
    ['birch', 'pass pass pass pass pass absent', 'relayed'],
    ['cedar', 'pass fail pass fail fail absent', 'failed'],
    ['dogwood', 'pass pass absent absent absent absent', 'paid'],
    ['elm', 'pass pass pass fail fail absent', 'failed'],
    ['fir', 'pass pass fail absent fail pass', 'failed'],
    ['ginkgo', 'pass pass pass pass pass absent', 'partial'],
    ['hazel', 'pass pass pass pass pass fail', 'failed'],
    ['ironwood', 'pass pass pass pass unavailable absent', 'unavailable'],
    ['juniper', 'pass pass pass pass fail absent', 'failed'],
    ['kauri', 'pass pass pass pass pass pass', 'verified'],
    ['larch', 'pass pass pass pass pass pass', 'verified'],
  ])(
    'is told rightly by the verifier: %s %s, %s',
    async (name, cells, outcome) => {
      const first = settled.find(({ caller }) => caller.toLowerCase() === provider(name))
      if (first === undefined) throw new Error(`${name} settled nothing.`)
      const trails: FetchedTrail[] = []
      for (const { root, author, provider: named } of anchored.filter((anchor) => anchor.provider === provider(name))) {
        const bytes = await until(`The trail ${root} about ${named}`, 10_000, () => download(nodes().a, root))
        const anchor = { root, author: author as Hex, anchorTx: root }
        trails.push({ ...anchor, ...(await followPointer(bytes)), source: 'a', faultySources: [] })
      }
      const subject = await firstSubject(devnet, first)
      const receipt = await receiptEvidence(devnet, subject.blockHash, subject.txHash)
      const reports = await captureReports(devnet, provider(name))
      const nothing = { unfetched: [], reportAttempts: [], earlierUses: [] }
      const evidence = { trails, receipt, reports, ...nothing }
      const verdict = await verifySettlement(subject, evidence, devnet.network.trust)
      expect(verdict.checks.find(({ id }) => id === 'calldata-proof')?.status).toBe('pass')
      expect(verdict.questions.map(({ status }) => status).join(' ')).toBe(cells)
      expect(verdict.outcome).toBe(outcome)
    },
    60_000,
  )

  it.each([
    ['swapped-answer', 'response-bytes fail'],
    ['replayed-signature', 'response-bytes fail'],
    ['another-model', undefined],
    ['mock-key', 'response-signature fail'],
    ['relay-sold-as-in-enclave', undefined],
    ['lying-storage-node', 'storage-root unavailable'],
    ['stranger-spam', 'storage-root pass'],
    ['over-billing', undefined],
  ])(
    'stages %s on a paid inference: the official SDK answers what the explanation is about, the verifier says more',
    async (name, caught) => {
      // A young devnet may have billed a single inference so far, which has none before it.
      await until('An inference to attack', 50_000, async () => (await ask(`/${name}`)).status === 200 || undefined)
      const [one, other] = await Promise.all([ask<AttackRun>(`/${name}`), ask<AttackRun>(`/${name}`)])
      expect(one).toEqual(other)
      const { subject, sdk, ours } = one.body
      expect(sdk.map(({ ended, answer }) => [ended, answer.replace(/\d+ bytes/, 'n bytes')])).toEqual(
        one.body.writtenAbout.map((answer) => ['returned', answer]),
      )
      expect(one.body.asExplained).toBe(true)
      expect((await listSettled(devnet.inference)).map(({ hash }) => `16688-${hash}-0`)).toEqual(
        expect.arrayContaining([subject.settlement, ...ours.settlements.map(({ id }) => id)]),
      )
      const checks = ours.checks.map(({ id, status }) => `${id} ${status}`)
      if (caught === undefined) expect(ours.settlements).toHaveLength(1)
      else expect(checks).toContain(caught)
      const differing = ours.checks.filter(({ status }) => status === 'fail' || status === 'unavailable')
      expect(differing.every(({ id, expected, found }) => expected !== found || id === 'response-signature')).toBe(true)
    },
    60_000,
  )

  it('names the attacks to whoever asks for another', async () => {
    const { body } = await ask<{ attacks: { name: string }[] }>('')
    const names = body.attacks.map(({ name }) => name)
    expect(names).toHaveLength(8)
    expect(await ask('/constructor')).toEqual({ status: 404, body: { error: 'No such attack', known: names } })
  })

  it('goes on after a stop with the same blocks, files and addresses', async () => {
    const [first] = anchored
    const block = await devnet.chain.getBlockNumber()
    const seen = async ({ chain, network }: Running) => ({
      contracts: network.contracts,
      examples: network.examples,
      trust: network.trust,
      block: await chain.send('eth_getBlockByNumber', [`0x${block.toString(16)}`, true]),
      logs: await chain.send('eth_getLogs', [{ fromBlock: '0x0', toBlock: `0x${block.toString(16)}` }]),
    })
    const before = await seen(devnet)
    const receipts = before.logs.map(({ transactionHash }: { transactionHash: string }) => transactionHash)
    const [hash] = receipts.slice(-1)
    const receipt = await devnet.chain.send('eth_getTransactionReceipt', [hash])
    await devnet.stop()
    devnet = await run(place.folder)
    expect(await seen(devnet)).toEqual(before)
    expect(await devnet.chain.send('eth_getTransactionReceipt', [hash])).toEqual(receipt)
    expect(await devnet.chain.send('trace_transaction', [hash])).not.toHaveLength(0)
    const kept = await download(nodes().a, first?.root ?? '')
    expect(kept && storageRoot(kept).root).toBe(first?.root)
    const count = (await listSettled(devnet.inference)).length
    await until(
      'New settlements',
      30_000,
      async () => (await listSettled(devnet.inference)).length > count || undefined,
    )
  }, 60_000)
})
