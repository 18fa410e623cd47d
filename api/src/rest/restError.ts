import type { FastifyBaseLogger } from 'fastify'
import type { ErrorCode } from '../errors'
import { formatErrors } from '../http/formatErrors'

/** Codes that REST has beside GraphQL's. */
export type RestCode = ErrorCode | 'NOT_FOUND' | 'INTERNAL'

/** An answer that is no success; what the client reads of it. */
export interface RestProblem {
  code: RestCode
  message: string
  /** Parameter that it is about. */
  argument?: string
  [detail: string]: unknown
}

const STATUS: Record<string, number> = {
  BAD_USER_INPUT: 400,
  LIMIT_EXCEEDED: 400,
  NOT_FOUND: 404,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  TIMEOUT: 504,
}

/** Something that the client asked for and that cannot be answered; `details` are for programs. */
export class RestError extends Error {
  override name = 'RestError'
  constructor(
    readonly code: RestCode,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message)
  }
}

/** HTTP status and body for an error: ours with their code, everything else masked behind an error id. */
export function toProblem(error: unknown, log: FastifyBaseLogger): { status: number; problem: RestProblem } {
  if (error instanceof RestError)
    return { status: statusOf(error.code), problem: { code: error.code, message: error.message, ...error.details } }
  const { statusCode, message } = error as { statusCode?: number; message: string }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return { status: statusCode, problem: { code: statusCode === 429 ? 'LIMIT_EXCEEDED' : 'BAD_USER_INPUT', message } }
  const [formatted] = formatErrors([error as Error], log)
  const { code = 'INTERNAL', ...details } = formatted?.extensions ?? {}
  const problem = { ...details, code: code as RestCode, message: formatted?.message ?? 'Internal error.' }
  return { status: statusOf(problem.code), problem }
}

function statusOf(code: string): number {
  return STATUS[code] ?? 500
}
