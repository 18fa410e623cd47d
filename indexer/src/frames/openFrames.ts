import type { FrameSource } from './frameSource'
import { openGatewayFrames } from './gatewayFrames'
import { openRpcFrames } from './rpcFrames'

/** The gateway's frames where there is one: it keeps them. */
export function openFrames(rpcUrl: string, gatewayUrl: string | undefined): Promise<FrameSource> {
  return gatewayUrl === undefined ? openRpcFrames(rpcUrl) : openGatewayFrames(gatewayUrl)
}
