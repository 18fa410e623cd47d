import { toPrintable } from '../../print.js'
import type { Finding } from './finding.js'
import type { NetworkCheck } from './network.js'

const HEADINGS: Record<Finding['level'], string> = {
  differs: 'DIFFERS',
  unasked: 'could not ask',
  note: 'note',
}
const CONCLUSIONS: Record<NetworkCheck['outcome'], string> = {
  fine: 'FINE: the file is true of this chain, as far as one can ask.',
  differs: 'DIFFERS: do not index with this file before the lines above are settled.',
  unasked: 'COULD NOT ASK: nothing is said about the file.',
}

/** The result as a person reads it: RPCs, contracts, then a sentence for each finding, the graver first. */
export function toText({ network, outcome, endpoints, contracts, findings }: NetworkCheck): string {
  return [
    network,
    ...endpoints.map(describeEndpoint),
    '',
    ...contracts.map(
      ({ label, address, hasCode, implementation, generation }) =>
        `${label.padEnd(20)} ${address}  ${hasCode ? 'code' : 'no code'}${implementation === undefined ? '' : `, runs ${implementation}`}${generation === undefined ? '' : ` (generation ${generation})`}`,
    ),
    '',
    ...(['differs', 'unasked', 'note'] as const).flatMap((level) =>
      findings
        .filter((finding) => finding.level === level)
        .map(({ field, sentence }) => `${HEADINGS[level]}  ${field}: ${sentence}`),
    ),
    '',
    CONCLUSIONS[outcome],
    '',
  ]
    .map(toPrintable)
    .join('\n')
}

/** The result for programs. Field names are stable. */
export function toJson(check: NetworkCheck): string {
  return `${JSON.stringify(check, null, 2)}\n`
}

function describeEndpoint(endpoint: NetworkCheck['endpoints'][number]): string {
  const { url, chainId, head, blockSeconds, finalizedDepth, logRange, traces, archive } = endpoint
  if (chainId === undefined) return `${url}  no answer`
  return [
    `${url}  chain ${chainId}`,
    ...(head === undefined ? [] : [`head ${head}`]),
    ...(blockSeconds === undefined ? [] : [`${blockSeconds.toFixed(2)} s a block`]),
    ...(finalizedDepth === undefined ? [] : [`finalized ${finalizedDepth} deep`]),
    ...(logRange === undefined ? [] : [`logs of ${logRange} blocks`]),
    ...(traces === undefined ? [] : [traces.length === 0 ? 'no traces' : traces.join(' ')]),
    ...(archive === undefined ? [] : [archive ? 'archive' : 'pruned state']),
  ].join(', ')
}
