/** An address of the API, or a command, and what one gets by it. */
export interface Way {
  /** Path below the API, or a command. */
  text: string
  gives: string
}
/** One way to the data: what it is for, its addresses, and where it ends. */
export interface Chapter {
  id: string
  title: string
  about: string
  ways: readonly Way[]
}

/** Everything but GraphQL itself. The API's own list of all addresses is /v1/openapi.json. */
export const CHAPTERS: readonly Chapter[] = [
  {
    id: 'rest',
    title: 'Addresses without GraphQL',
    about:
      'Each is the answer of a query of the schema, with an ETag over the facts and the indexed height. A wrong id is answered with what it looks like.',
    ways: [
      { text: '/v1/openapi.json', gives: 'every address, its parameters and the form of its answer' },
      { text: '/v1/settlements/{id}.json', gives: 'a settlement with its checks, expected and found' },
      { text: '/v1/agents/{id}.json', gives: 'an agent with its history and shares' },
      { text: '/v1/payers/{id}.json', gives: 'a payer' },
      { text: '/v1/providers/{address}.json', gives: 'a provider and its service' },
      { text: '/v1/verdicts/{id}.json', gives: 'a signed judgement' },
      { text: '/v1/accounts/{address}/agents', gives: 'agents of an address, also as of a block' },
      { text: '/v1/find/{id}', gives: 'what any id names' },
      { text: '/v1/trust.json', gives: 'the roots, releases and models that verdicts rest on' },
    ],
  },
  {
    id: 'embed',
    title: 'Badge, frame and oEmbed',
    about: 'For pages of others. They name what failed, and a badge of an index that is behind names its block.',
    ways: [
      { text: '/v1/badge/{agent}.svg', gives: 'a badge' },
      { text: '/v1/badge/{agent}.json', gives: 'the same for shields.io' },
      { text: '/v1/embed/{agent}', gives: 'a page for an iframe, without script' },
      { text: '/v1/oembed?url={page}', gives: 'oEmbed of an agent’s page' },
    ],
  },
  {
    id: 'mcp',
    title: 'MCP',
    about:
      'A Model Context Protocol server over streamable HTTP, read only. Words of strangers come marked as data, with invisible characters written out.',
    ways: [
      {
        text: '/mcp',
        gives: 'find_agent, agent_history, settlement_evidence, compare_agents, due_diligence_report, method',
      },
    ],
  },
  {
    id: 'live',
    title: 'Live events',
    about:
      'New settlements, verdicts, and what a reorganisation took back, in an order that can be resumed behind any event.',
    ways: [
      { text: '/v1/events?kinds=settlement,verdict', gives: 'server-sent events; Last-Event-ID resumes' },
      { text: '/graphql/ws', gives: 'the same as a subscription, graphql-transport-ws' },
    ],
  },
  {
    id: 'feeds',
    title: 'Feeds and webhooks',
    about:
      'What whoever risks money watches: owner, wallet, signer, code, failed, cleared, withdrawn. Changes on chain come once they are final. Webhooks are signed by Standard Webhooks; who runs the auditor names their receivers.',
    ways: [
      { text: '/v1/agents/{id}/feed.atom', gives: 'changes of an agent' },
      { text: '/v1/providers/{address}/feed.atom', gives: 'changes of a provider' },
    ],
  },
  {
    id: 'exports',
    title: 'Exports, reports, evidence',
    about: 'A day can be had once it cannot change. A bundle has every byte that a verdict was made from.',
    ways: [
      { text: '/v1/exports/', gives: 'settlements and verdicts by day, CSV and Parquet' },
      { text: '/v1/agents/{id}/report.json', gives: 'the due-diligence report, also .csv and .pdf' },
      { text: '/v1/bundles/{settlement}.zip', gives: 'evidence of a settlement, to check offline' },
      {
        text: '/v1/log/checkpoint',
        gives: 'the newest signed checkpoint of the verdict log; tiles and proofs beside it',
      },
    ],
  },
]

/** What the program of the repository does without this site. */
export const COMMANDS: readonly Way[] = [
  {
    text: 'npx touchstone verify evidence.zip',
    gives: 'checks a bundle, a trail, a report or a signature offline; exit code 1 only for evidence that is wrong',
  },
  { text: 'npx touchstone log fsck', gives: 'checks the whole log of verdicts' },
  { text: 'npx touchstone networks check', gives: 'asks a chain whether this network’s file is true of it' },
]

/** Defaults of the API; an operator can set others. Refusals name the limit and its value. */
export const LIMITS: readonly Way[] = [
  {
    text: '20 requests a second, 100 at once',
    gives: 'for each client; 100 and 500 for requests signed by an agent’s wallet. HTTP 429 says when to come again',
  },
  { text: '100 rows a page', gives: 'page on by after: endCursor' },
  { text: 'depth 14, 30 aliases, 2 000 tokens', gives: 'of a document' },
  { text: '8 000 objects, cost 200 000', gives: 'that a document could return at most' },
  { text: '256 KiB and 8 MiB', gives: 'of a request and of an answer' },
  { text: '5 s', gives: 'for a statement; then TIMEOUT' },
  { text: '10 streams', gives: 'for each client' },
]
