export type Answer = { outcome: string; detail?: string }
export type Operations = Record<string, (input: Record<string, unknown>) => Answer | Promise<Answer>>
/** On the exports of `@touchstone/verify`. */
export function createOperations(verify: object): Operations
export function runOperation(operations: Operations, name: string, input: unknown): Promise<Answer>
