import type { GraphQLSchema } from 'graphql'
import { badgeEndpoints } from '../badge/endpoints'
import { feedEndpoints } from '../change/endpoints'
import type { Database } from '../db/database'
import { exportEndpoints } from '../exports/endpoints'
import { withOpenApi } from '../openapi/endpoint'
import { reportEndpoints } from '../report/endpoints'
import { AuditorServer } from '../upstream/auditor'
import { bundleEndpoint } from '../upstream/bundles'
import { logEndpoint } from '../upstream/log'
import { trustEndpoint } from '../upstream/trust'
import { accountAgentsEndpoint } from './accountAgents'
import { documentEndpoints } from './documents'
import type { Endpoint } from './endpoint'
import { findEndpoint } from './find'

/**
 * Everything under /v1, in the order in which it is documented.
 * @param auditorUrl where bundles and the log come from; without it they are answered with UNAVAILABLE.
 */
export function listEndpoints(schema: GraphQLSchema, database: Database, auditorUrl: string | undefined): Endpoint[] {
  const auditor = new AuditorServer(auditorUrl)
  const files = [bundleEndpoint(auditor), logEndpoint(auditor), trustEndpoint]
  const endpoints = [
    ...documentEndpoints,
    accountAgentsEndpoint,
    findEndpoint,
    ...files,
    ...reportEndpoints,
    ...feedEndpoints,
    ...badgeEndpoints,
    ...exportEndpoints(database),
  ]
  return withOpenApi(endpoints, schema)
}
