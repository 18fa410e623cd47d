import { agentKey } from './facts'
import { address, GENESIS } from './rows'

/** Of each list, as `insertEverything` is asked for them. */
export const ROWS = 25

const page = (fields: string) => `(first: $first) { nodes { ${fields} } }`
/** Of block `n`, ISO 8601. */
export const time = (n: number) => new Date(GENESIS + n * 1_000).toISOString()
const THIRD_AND_FOURTH = `{ from: "${time(3)}", until: "${time(5)}" }`
/** What a condition keeps, by a query whose first field is a list of 25 rows without it; and its statements, one unless given. */
export const FILTERED: [string, number, number?][] = [
  ['agents(order: oldest, filter: { blocks: { from: 3, until: 5 } })', 2],
  [`agents(filter: { registry: "${address('elsewhere')}" })`, 0],
  ['providers(order: oldest, filter: { model: "model 3" })', 1],
  ['providers(filter: { derivedMode: "none", model: "model 3" })', 0],
  [`payers(filter: { provider: "${address('prov3')}" })`, 1],
  ...['agents', 'anchors', 'feedback', 'validations', 'infts', 'serviceRevisions', 'settlements'].flatMap(
    (list): [string, number][] => [
      [`${list}(filter: { times: ${THIRD_AND_FOURTH} })`, 2],
      [`${list}(order: oldest, filter: { times: { until: "${time(5)}" } })`, 4],
      [`${list}(filter: { times: { from: "${time(ROWS)}" } })`, 1],
      [`${list}(filter: { times: { from: "${time(ROWS + 1)}" } })`, 0],
      [`${list}(filter: { times: { until: "${time(1)}" } })`, 0],
    ],
  ),
  [`payloads(filter: { fetchedAt: ${THIRD_AND_FOURTH} })`, 2],
  [`trailFiles(filter: { parsedAt: ${THIRD_AND_FOURTH} })`, 2],
  [`verdicts(filter: { judgedAt: ${THIRD_AND_FOURTH} })`, 2],
  [`enclaveReports(filter: { observedAt: ${THIRD_AND_FOURTH} })`, 2],
  [`reportAttempts(attemptedAt: ${THIRD_AND_FOURTH})`, 2],
  [`reportAttempts(attemptedAt: ${THIRD_AND_FOURTH}, provider: "${address('prov3')}")`, 1],
  [`providerDrift(filter: { detectedAt: ${THIRD_AND_FOURTH}, kind: "code" })`, 2],
  [`collateral(filter: { fetchedAt: ${THIRD_AND_FOURTH} })`, 2],
  [`collateral(filter: { validAt: "${time(3)}" })`, 3],
  [`collateral(filter: { validAt: "${time(102)}" })`, ROWS - 2],
  [`commitments(filter: { checkedAt: ${THIRD_AND_FOURTH} })`, 2],
  [`logEntries(addedAt: ${THIRD_AND_FOURTH})`, 2],
  ['logEntries(kind: "verdict")', 0],
  [`logCheckpoints(publishedAt: ${THIRD_AND_FOURTH}, anchored: false)`, 2],
  [`models(filter: { provider: "${address('prov3')}" })`, 1],
  ['models(filter: { served: true })', ROWS],
  [`models(filter: { served: true, provider: "${address('elsewhere')}" })`, 0],
  [`agents(rank: amount, filter: { registry: "${address('elsewhere')}" })`, 0],
  [`verdicts(filter: { judgedAt: ${THIRD_AND_FOURTH}, payer: "${address('payer3')}" })`, 1],
  [`verdicts(filter: { provider: "${address('prov4')}" })`, 1],
  [`verdicts(filter: { provider: "${address('prov4')}", payer: "${address('payer3')}" })`, 0],
  [`verdicts(filter: { agent: "${agentKey(4)}" })`, 1, 2],
  [`verdicts(filter: { agent: "${agentKey(4)}", provider: "${address('prov3')}" })`, 0, 2],
  [`verdicts(filter: { agent: "${agentKey(99)}" })`, 0, 2],
]

const VERDICT = `id reasons blockHash inForce settlement { id } before { id } reports { secondsFromSettlement } observations { id } sentence`

/** Fields of the root and the statements that they take, for one row and for 25. */
export const LISTS: [string, number][] = [
  [`settlements${page('id outcome sentence amount finality questions { id title status }')}`, 1],
  [`settlements${page('id questions { checks { id } } verdict { body }')}`, 2],
  [`settlements${page('agents { strength agent { id walletHow ownerships { address } } }')}`, 4],
  [`settlements${page(`verdicts { ${VERDICT} }`)}`, 4],
  [
    `settlements${page('payerPage { accounts { balance } links { entersHistory agent { id } } } providerPage { labelFinding } service { id providerPage { id } }')}`,
    6,
  ],
  [`settlements${page('trails { root attempts { id } } anchors { id } ')}`, 5],
  [`agents${page('id settlements(first: 3) { nodes { id } }')}`, 3],
  [`agents${page('id name { text } links { id } ownerships { address } wallets { address }')}`, 3],
  [`agents${page('strategy { transactions { sent named complete } }')}`, 4],
  [
    `agents${page('strategy { openings(first: 1) { root records { system { standing } } } commitments { value } }')}`,
    5,
  ],
  [`payers${page('id accounts { balance } settlements(first: 2) { nodes { id } }')}`, 3],
  [`providers${page('id revisions { id } acknowledgements { signer } settlements(first: 2) { nodes { id } }')}`, 4],
  [`providers${page('id clients { largest { payer } }')}`, 2],
  [
    `models${page('name { text } services revisions { id providerPage { id } } settlements(first: 2) { nodes { id } }')}`,
    4,
  ],
  [`serviceRevisions${page('id inputPrice model { text } providerPage { id service { id } }')}`, 2],
  [`anchors${page('id attempts { outcome }')}`, 2],
  [`payloads${page('root type kept attempts { outcome } anchors { author }')}`, 3],
  [`trailFiles${page('root status header { text } settlements { nonce } attempts { id } anchors { id }')}`, 4],
  [`verdicts${page(VERDICT)}`, 3],
  [`payers(rank: settlements, first: $first) { nodes { id accounts { balance } } }`, 2],
  [`providers(rank: amount, first: $first) { nodes { id revisions { id } } }`, 2],
  [`enclaveReports${page('id source { text } observedAt')}`, 1],
  [`reportAttempts${page('id outcome')}`, 1],
  [`providerDrift${page('id kind from { text } to { text }')}`, 1],
  [`collateral${page('id fmspc validFrom')}`, 1],
  [`commitments${page('id kind uri { text } outcome')}`, 1],
  [`feedback${page('id value tag1 { text } agent { id } responses { responder } checked { outcome }')}`, 4],
  [`validations${page('id agent { id } responses { response tag { text } } checked { found }')}`, 4],
  [`infts${page('id owner data { dataHash }')}`, 2],
  [`registries${page('id kind')}`, 1],
  [`logEntries${page('index leafHash')}`, 1],
  [`logCheckpoints${page('size note')}`, 1],
  [`daUploads${page('id')}`, 1],
  [`daCommitments${page('id')}`, 1],
  [`fineTuningSettlements${page('id')}`, 1],
  [`fineTuningDeliverables${page('id')}`, 1],
]
