const SYSTEM = ['system', 'systemPrompt', 'system_prompt', 'system-prompt', 'system prompt']
const TOOLS = ['tools', 'tool']

const withHash = (names: readonly string[]) =>
  names.flatMap((name) => [
    name,
    ...['Hash', '_hash', '-hash', ' hash', 'Sha256', '_sha256', '-sha256', ' sha256', '.sha256'].map(
      (end) => name + end,
    ),
  ])

/** Names under which a commitment is looked for; no standard has any, so docs/trail.md lists these. */
export const NAMES: ReadonlyMap<string, 'system' | 'tools'> = new Map([
  ...withHash(SYSTEM).map((name) => [name, 'system'] as const),
  ...withHash(TOOLS).map((name) => [name, 'tools'] as const),
])

/** The same, in lower case: descriptions of a token's data are compared without case. */
export const LOWER_NAMES: ReadonlyMap<string, 'system' | 'tools'> = new Map(
  [...NAMES].map(([name, about]) => [name.toLowerCase(), about]),
)
