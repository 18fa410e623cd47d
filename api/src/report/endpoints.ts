import { z } from 'zod'
import { FOLLOWS_HEAD, headed, JSON_TYPE } from '../rest/answers'
import { type Answer, defineEndpoint, type Endpoint } from '../rest/endpoint'
import { agentId } from '../rest/params'
import { buildReport } from './build'
import { toCsv } from './csv'
import { toPdf } from './pdf'
import type { Report } from './report'

interface Form {
  extension: string
  type: string
  description: string
  write(report: Report): Answer['body']
}

const FORMS: Form[] = [
  { extension: 'json', type: JSON_TYPE, description: 'touchstone-report/1', write: (report) => JSON.stringify(report) },
  {
    extension: 'csv',
    type: 'text/csv; charset=utf-8; header=present',
    description: 'One answer a line; safe to open in a spreadsheet.',
    write: toCsv,
  },
  { extension: 'pdf', type: 'application/pdf', description: 'A4, tagged.', write: toPdf },
]

/** The due-diligence report in its three forms. */
export const reportEndpoints: Endpoint[] = FORMS.map(({ extension, type, description, write }) =>
  defineEndpoint({
    path: `/agents/{id}/report.${extension}`,
    summary:
      'The due-diligence report: each answer marked by how it is known, with its source and how to check it again.',
    params: z.object({ id: agentId }),
    query: z.object({}),
    produces: { type: type.split(';')[0] ?? type, description },
    serve: async ({ id }, _query, tools) => {
      const report = await buildReport(id, tools)
      const name = `report-${report.agent.replaceAll(':', '-')}-${report.meta.indexedHeight}.${extension}`
      const { tagged, headers } = headed(report.meta, report)
      const disposition: Record<string, string> =
        extension === 'json' ? {} : { 'content-disposition': `attachment; filename="${name}"` }
      return {
        type,
        body: write(report),
        cache: FOLLOWS_HEAD,
        tagged: `${extension}${tagged}`,
        headers: { ...headers, ...disposition },
      }
    },
  }),
)
