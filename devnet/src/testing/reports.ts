import type { CapturedReport, Hex } from '@touchstone/verify'
import { askCollateral } from './collateral.js'
import type { Running } from './running.js'

/** Of the platform that every test PKI certifies. */
const FMSPC = '70ae5e000000'

/** The report that a provider's service answers now; none where it says that there is none. With collateral where it brings none. */
export async function captureReports({ inference, network }: Running, provider: string): Promise<CapturedReport[]> {
  const { url } = (await inference.getFunction('getService').staticCall(provider)) as { url: string }
  if (!network.providers?.includes(url)) throw new Error(`${url} is not listed in the network's file.`)
  const source = `${url}/v1/quote`
  const answer = await fetch(source)
  if (answer.status === 404) return []
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const signature = answer.headers.get('ZG-Quote-Signature') as Hex | null
  const brings = 'collateral' in (JSON.parse(Buffer.from(bytes).toString('utf8')) as object)
  const [service] = network.quotes?.collateral ?? []
  const collateral = brings || service === undefined ? null : await askCollateral(service, FMSPC)
  return [{ source, observedAt: Date.now(), bytes, signature, collateral }]
}
