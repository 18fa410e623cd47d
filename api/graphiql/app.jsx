import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { createRoot } from 'react-dom/client'
import newest from './examples/1-newest-settlements.graphql'
import failed from './examples/2-failed-with-evidence.graphql'
import agents from './examples/3-agents-that-pay.graphql'
import providers from './examples/4-providers-and-models.graphql'
import proven from './examples/5-proven-in-an-enclave.graphql'
import month from './examples/6-a-month-by-day.graphql'
import search from './examples/7-search.graphql'
import 'graphiql/style.css'

// Workers come from this server: the page asks no other host for anything.
const WORKERS = { json: 'json.worker.js', graphql: 'graphql.worker.js' }
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(`/graphiql/${WORKERS[label] ?? 'editor.worker.js'}`, { name: label }),
}

// A tab each, by the name of its query, where the browser has not kept tabs of its own.
const EXAMPLES = [newest, failed, agents, providers, proven, month, search]

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={createGraphiQLFetcher({ url: '/graphql' })}
    defaultQuery={newest}
    defaultTabs={EXAMPLES.map((query) => ({ query }))}
  />,
)
