import type { NextRequest } from 'next/server'
import { findAgentFile } from '../../../../../lib/agent-files'
import { parseAgentId } from '../../../../../lib/ids'
import { passOn, refuse } from '../../../../../lib/passed-on'
import { readSegment } from '../../../../../lib/segment'

/** Report, badge and evidence of an agent, passed on from the API: a page may show and offer only its own origin's. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ id: string; file: string }> },
): Promise<Response> {
  const { id, file } = await params
  const parsed = parseAgentId(readSegment(id))
  if (parsed.kind === 'malformed') return refuse(400, `At ${parsed.part.slice(0, 100)}, expected ${parsed.expected}.`)
  const path = findAgentFile(parsed.id, file, request.nextUrl.searchParams)
  return path === undefined ? refuse(404, 'There is no such file of an agent.') : passOn(path, request.signal)
}
