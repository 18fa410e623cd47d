import 'server-only'
import { cache } from 'react'
import { NetworkPageDocument } from './generated/graphql'
import { ask } from './graphql'

/** Contracts, code behind them, registries, how far we are and what was published last. */
export const getNetworkPage = cache(() => ask(NetworkPageDocument, {}))
export type NetworkDetails = Extract<Awaited<ReturnType<typeof getNetworkPage>>, { kind: 'found' }>['value']
