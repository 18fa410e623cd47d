import { agentId, reportDigest, settlementId } from './story-values'
import { PAYERS, PROVIDERS } from './stub-world'

/** One address of every page, and of every outcome of a settlement. */
export const PAGES: readonly (readonly [string, string])[] = [
  ['home', '/'],
  ['agents', '/agents'],
  ['all agents', '/agents?show=all'],
  ['agent', `/agents/${agentId(3)}`],
  ['agent, by money', `/agents/${agentId(0)}?question=opening&by=money`],
  ['payer', `/address/${PAYERS[1]}`],
  ['providers', '/providers'],
  ['provider', `/providers/${PROVIDERS[1]}`],
  ['partial', `/settlements/${settlementId(60)}`],
  ['failed', `/settlements/${settlementId(59)}`],
  ['paid', `/settlements/${settlementId(58)}`],
  ['verified', `/settlements/${settlementId(57)}`],
  ['relayed', `/settlements/${settlementId(56)}`],
  ['unavailable', `/settlements/${settlementId(55)}`],
  ['pending', `/settlements/${settlementId(54)}`],
  ['rejected', `/settlements/${settlementId(53)}`],
  ['enclave reports', '/reports'],
  ['enclave report', `/reports/${reportDigest(PROVIDERS[0] ?? '')}`],
  ['enclave report, failed', `/reports/${reportDigest(PROVIDERS[1] ?? '')}`],
  ['models', '/models'],
  ['model', '/models/qwen3-32b'],
  ['model, not offered', '/models/unlisted%2Fmodel'],
  ['method', '/method'],
  ['search', '/search?q=a'],
  ['not found', `/agents/${agentId(99)}`],
  ['malformed', '/agents/eip155:16688:0x12zz:0'],
  ['no page', '/nowhere'],
]
