import { z } from 'zod'
import { showUntrusted } from '../badge/escape'
import { buildReport } from '../report/build'
import { notFound } from '../rest/answers'
import type { Tools } from '../rest/endpoint'
import { agentQuery, badgeQuery, findQuery, settlementQuery } from '../rest/generated/operations'
import { agentId, anyId, settlementId } from '../rest/params'
import { METHOD } from './method'

/** A tool of the MCP server: reads, and changes nothing. */
export interface McpTool {
  name: string
  title: string
  description: string
  input: z.ZodObject
  run(input: never, tools: Tools): Promise<unknown>
}

function defineTool<Input extends z.ZodObject>(
  tool: Omit<McpTool, 'input' | 'run'> & { input: Input; run(input: z.output<Input>, tools: Tools): Promise<unknown> },
): McpTool {
  return { ...tool, run: tool.run as McpTool['run'] }
}

const first = z.number().int().min(1).max(100).default(25).describe('Settlements listed, 1 to 100.')
const after = z.string().max(600).optional().describe('endCursor of the page before.')

export const MCP_TOOLS: readonly McpTool[] = [
  defineTool({
    name: 'find_agent',
    title: 'Find an agent',
    description:
      'What an id, address, transaction, root or part of an agent’s name stands for. Names can be anybody’s: compare ids.',
    input: z.object({ text: anyId }),
    run: async ({ text }, { ask }) => {
      const { meta, search } = await ask(findQuery, { text })
      return { meta, hits: search }
    },
  }),
  defineTool({
    name: 'agent_history',
    title: 'History of an agent',
    description:
      'Owner, wallets, payers linked to it, the settlements that count for it and the shares of what is proven.',
    input: z.object({ agent: agentId, first, after }),
    run: async ({ agent: id, ...page }, { ask, network }) => {
      const data = await ask(agentQuery, { id, ...page })
      if (!data.agent) throw notFound('agent', id, data.meta, network)
      return data
    },
  }),
  defineTool({
    name: 'settlement_evidence',
    title: 'Evidence of a settlement',
    description:
      'The six questions of one settlement with every check, expected and found, what it does not prove, and where the bundle is.',
    input: z.object({ settlement: settlementId }),
    run: async ({ settlement: id }, { ask, network, origin }) => {
      const data = await ask(settlementQuery, { id })
      if (!data.settlement) throw notFound('settlement', id, data.meta, network)
      return {
        ...data,
        bundle: `${origin}/v1/bundles/${id}.zip`,
        recheck: 'npx touchstone verify bundle.zip --rpc <your node>',
      }
    },
  }),
  defineTool({
    name: 'compare_agents',
    title: 'Compare agents',
    description:
      'Two to four agents by the same definitions: settlements, amounts, and per question how many are proven, failed, unavailable, absent.',
    input: z.object({ agents: z.array(agentId).min(2).max(4).describe('Two to four agent ids.') }),
    run: async ({ agents }, { ask, network }) => {
      const found = await Promise.all(agents.map((id) => ask(badgeQuery, { id })))
      return found.map(({ meta, agent }, index) => {
        if (!agent) throw notFound('agent', agents[index] ?? '', meta, network)
        return { agent, meta }
      })
    },
  }),
  defineTool({
    name: 'due_diligence_report',
    title: 'Due-diligence report',
    description:
      'Each question of a due-diligence questionnaire with its answer, how that is known, its source, and commands to check it again.',
    input: z.object({ agent: agentId }),
    run: async ({ agent }, tools) => {
      const { name, ...report } = await buildReport(agent, tools)
      return { ...report, name: name === null ? null : { untrustedText: showUntrusted(name) } }
    },
  }),
  defineTool({
    name: 'method',
    title: 'Method',
    description: 'What the words mean: questions, statuses, outcomes, strengths of links, marks of the report.',
    input: z.object({}),
    run: async () => METHOD,
  }),
]
