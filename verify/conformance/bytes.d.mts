export function resolveInput(value: unknown): unknown
export function toBytes(description: { edits?: readonly unknown[] } & Record<string, unknown>): Uint8Array
