import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createZGComputeNetworkBroker, type ZGComputeNetworkBroker } from '@0gfoundation/0g-compute-ts-sdk'
import { Downloader, StorageNode } from '@0gfoundation/0g-ts-sdk'
import type { Wallet } from 'ethers'
import { within } from '../deadline.js'
import type { World } from '../world.js'
import type { SdkAnswer } from './attack.js'

const COMPUTE = '@0gfoundation/0g-compute-ts-sdk'
const STORAGE = '@0gfoundation/0g-ts-sdk'
const CALL_MS = 10_000
const ANSWER = 2_000
const PRINTED_LINES = 8

const require = createRequire(import.meta.url)

/** A value with the bytes that came with it. */
export interface Downloaded {
  sdk: SdkAnswer
  /** Undefined where the SDK refused them. */
  bytes: Uint8Array | undefined
}

/** The official SDKs' own checks, called as a client calls them. What they answer is passed on, never judged here. */
export class OfficialSdk {
  private readonly brokers = new Map<string, Promise<ZGComputeNetworkBroker>>()

  constructor(private readonly world: World) {}

  /** `processResponse` of the payer's client, with the usage that the response tells. */
  async processResponse(
    payer: Wallet,
    provider: string,
    { chatId, usage }: { chatId: string; usage: { promptTokens: number; completionTokens: number } },
  ): Promise<SdkAnswer> {
    const broker = await this.brokerOf(payer)
    const content = JSON.stringify({ prompt_tokens: usage.promptTokens, completion_tokens: usage.completionTokens })
    return this.call(COMPUTE, 'broker.inference.processResponse(provider, chatID, usage)', async () => ({
      value: await broker.inference.processResponse(provider, chatId, content),
    }))
  }

  /** `verifyService` with what it concludes: the whole value repeats the report. */
  async verifyService(payer: Wallet, provider: string): Promise<SdkAnswer> {
    const broker = await this.brokerOf(payer)
    const folder = join(this.world.folder, 'sdk')
    mkdirSync(folder, { recursive: true })
    return this.call(COMPUTE, 'broker.inference.verifyService(provider)', async () => {
      const found = await broker.inference.verifyService(provider, folder)
      const { success, signerVerification, composeVerification, steps } = found ?? {}
      const value = {
        success,
        signerVerification: { allMatch: signerVerification?.allMatch },
        composeVerification: { passed: composeVerification?.passed },
      }
      return { value, printed: summaryOf(steps?.map(({ message }) => message) ?? []) }
    })
  }

  /** A file by its root from one node, with the SDK's parameter for a proof set. */
  async download(node: string, root: string): Promise<Downloaded> {
    let bytes: Uint8Array | undefined
    const sdk = await this.call(STORAGE, 'downloader.downloadToBlob(root, true)', async () => {
      const [blob, error] = await new Downloader([new StorageNode(node)]).downloadToBlob(root, true)
      if (error === null) bytes = new Uint8Array(await blob.arrayBuffer())
      return { value: [error === null ? `Blob of ${blob.size} bytes` : 'no Blob', error && String(error)] }
    })
    return { sdk, bytes }
  }

  private brokerOf(payer: Wallet): Promise<ZGComputeNetworkBroker> {
    const { ledgerManager, inferenceServing } = this.world.deployment
    const open = () =>
      createZGComputeNetworkBroker(payer as never, ledgerManager.address, inferenceServing.address).catch((error) => {
        this.brokers.delete(payer.address)
        throw error
      })
    const broker = this.brokers.get(payer.address) ?? open()
    this.brokers.set(payer.address, broker)
    return broker
  }

  private async call(
    name: typeof COMPUTE | typeof STORAGE,
    call: string,
    run: () => Promise<{ value: unknown; printed?: string[] }>,
  ): Promise<SdkAnswer> {
    const started = performance.now()
    const base = { package: name, version: versionOf(name), call }
    const ended = await within(call, CALL_MS, run(), this.world.stopping).then(
      ({ value, printed = [] }) => ({
        ended: 'returned' as const,
        answer: JSON.stringify(value) ?? 'undefined',
        printed,
      }),
      (error: unknown) => ({ ended: 'threw' as const, answer: String((error as Error).message ?? error), printed: [] }),
    )
    const milliseconds = Math.round(performance.now() - started)
    return { ...base, ...ended, answer: ended.answer.slice(0, ANSWER), milliseconds }
  }
}

/** The lines of its own summary: from its heading to the first line without words. */
function summaryOf(lines: readonly string[]): string[] {
  const from = lines.findIndex((line) => line.includes('Verification Summary'))
  if (from < 0) return []
  const rest = lines.slice(from + 1)
  const end = rest.findIndex((line) => line.trim() === '')
  return rest.slice(0, end < 0 ? PRINTED_LINES : Math.min(end, PRINTED_LINES)).map((line) => line.trim().slice(0, 200))
}

const versions = new Map<string, string>()

/** The version that is installed; its manifest is not among the package's exports. */
function versionOf(name: string): string {
  const known = versions.get(name)
  if (known !== undefined) return known
  const manifest = join(dirname(require.resolve(name)), '..', 'package.json')
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  versions.set(name, version)
  return version
}
