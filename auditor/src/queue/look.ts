/** A page that a visitor has open. */
export interface Look {
  kind: 'settlement' | 'agent'
  id: string
}

const LOOK = /^(?:(settlement|agent):)?([0-9a-z](?:[0-9a-z.:-]{0,178}[0-9a-z])?)$/i

/** Reads `settlement:<id>`, `agent:<id>`, or the bare id of a settlement; undefined for anything else. */
export function parseLook(payload: string): Look | undefined {
  const [, kind = 'settlement', id] = LOOK.exec(payload) ?? []
  return id === undefined ? undefined : { kind: kind.toLowerCase() === 'agent' ? 'agent' : 'settlement', id }
}
