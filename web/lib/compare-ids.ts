/** Agents that stand side by side at most. */
export const MAX_COMPARED = 4

/** Up to four ids from the address, each once, in their order. */
export function readIds(given: string | readonly string[] | undefined): string[] {
  const all = given === undefined ? [] : typeof given === 'string' ? [given] : given
  return [...new Set(all.map((text) => text.trim().slice(0, 200)).filter(Boolean))].slice(0, MAX_COMPARED)
}
