import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { Tools } from '../rest/endpoint'
import { toProblem } from '../rest/restError'
import { MCP_TOOLS, type McpTool } from './tools'
import { INJECTION_NOTE, markUntrusted, WORDS_NOTE } from './untrusted'

type Log = Parameters<typeof toProblem>[1]

/** A server for one request: nothing is kept between two. */
export function createMcpServer(tools: Tools, log: Log): McpServer {
  const server = new McpServer(
    { name: 'touchstone', version: '1.0.0' },
    { instructions: `${INJECTION_NOTE} ${WORDS_NOTE}` },
  )
  for (const tool of MCP_TOOLS) addTool(server, tool, tools, log)
  return server
}

function addTool(server: McpServer, tool: McpTool, tools: Tools, log: Log): void {
  const { name, title, description, input, run } = tool
  const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true }
  server.registerTool(name, { title, description, inputSchema: input.shape, annotations }, async (given: unknown) => {
    try {
      const data = markUntrusted(await run(given as never, tools))
      return { content: [text(INJECTION_NOTE), text(JSON.stringify(data))] }
    } catch (error) {
      const { problem } = toProblem(error, log)
      return { isError: true, content: [text(JSON.stringify({ error: problem }))] }
    }
  })
}

function text(content: string): { type: 'text'; text: string } {
  return { type: 'text', text: content }
}
