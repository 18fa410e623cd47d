import 'server-only'
import { cache } from 'react'
import { NetworkPageDocument } from './generated/graphql'
import { askKept } from './graphql'

/** Contracts, code behind them, registries, how far we are and what was published last. */
export const getNetworkPage = cache(() => askKept(NetworkPageDocument, {}))
export type NetworkDetails = Extract<Awaited<ReturnType<typeof getNetworkPage>>, { kind: 'found' }>['value']
