import { accountAgentsEndpoint } from './accountAgents'
import { documentEndpoints } from './documents'
import type { Endpoint } from './endpoint'
import { findEndpoint } from './find'

/** Everything under /v1, in the order in which it is documented. */
export function listEndpoints(): Endpoint[] {
  return [...documentEndpoints, accountAgentsEndpoint, findEndpoint]
}
