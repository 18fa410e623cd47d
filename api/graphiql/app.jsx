import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { createRoot } from 'react-dom/client'
import 'graphiql/style.css'

// Workers come from this server: the page asks no other host for anything.
const WORKERS = { json: 'json.worker.js', graphql: 'graphql.worker.js' }
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(`/graphiql/${WORKERS[label] ?? 'editor.worker.js'}`, { name: label }),
}

const FIRST_QUERY = `# Touchstone: what agents paid for inference, and what of it is proven.
# Amounts are neuron (1e-18 0G), as decimal strings. A list has at most 100 rows; page on with after: endCursor.
{
  network { displayName indexedHeight lag waiting }
  settlements(first: 5) {
    nodes {
      id outcome sentence amount payer provider blockTime
      questions { id status }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL fetcher={createGraphiQLFetcher({ url: '/graphql' })} defaultQuery={FIRST_QUERY} />,
)
