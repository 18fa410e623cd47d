import type { Processor } from './processor'
import { printableUrl } from './start/rpc'

/**
 * The SDK would serve its figures on a port of its own, on every interface; they go out at ours instead, without what may
 * be a key in the RPC's URL. Both members are private in 1.27.3, which is pinned.
 */
export function takeOverMetrics(processor: Processor, rpcUrl: string): () => Promise<string> {
  // biome-ignore lint/complexity/useLiteralKeys: reaches a private member, which only this form allows.
  const server = processor['getPrometheusServer']()
  server.serve = async () => ({ port: 0, close: async () => undefined })
  return async () => {
    // biome-ignore lint/complexity/useLiteralKeys: as above.
    const text = await server['registry'].metrics()
    return text.replaceAll(/url="[^"]*"/g, `url="${printableUrl(rpcUrl)}"`)
  }
}
