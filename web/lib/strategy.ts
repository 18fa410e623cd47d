/** What may be said of a hash that records name, beside what the agent had named on chain: never a pass, never a failure. */
const STANDINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    unnamed: 'The records name none.',
    unread: 'Not read: the file was read before this was kept.',
    stranger: 'Not compared: neither the payer nor the provider wrote the file, but a stranger.',
    uncommitted: 'Opened; nothing was committed beforehand.',
    equal: 'Equal to what was committed beforehand.',
    different:
      'Differs from what was committed beforehand. Which function made the committed value does not stand on chain: another one of the same text differs too.',
    several: 'Equal to one of several values that were committed at that time.',
    incomparable:
      'Could not be compared: what was committed is text or a hash of other bytes, such as an encrypted file.',
    undecided:
      'Could not be told: what was committed did not stand for the whole time in which the inference can lie, or is not all read.',
    earlier: 'Was committed earlier, and replaced before the inference.',
    later: 'Committed only after the inference: not beforehand.',
  }),
)

/** A standing in a sentence; of a word that is new to this page nothing is said but that. */
export function describeStanding(standing: string): string {
  return STANDINGS.get(standing) ?? 'Could not be read: a word that this page does not know.'
}

/** Whether the two values say something beside each other. */
export function showsBoth(standing: string): boolean {
  return ['equal', 'different', 'several', 'later', 'earlier', 'undecided', 'incomparable'].includes(standing)
}

const SOURCES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    card: 'agent card',
    metadata: 'metadata',
    inft: 'data of the INFT',
  }),
)

/** Where on chain a commitment stands. */
export function nameSource(source: string): string {
  return SOURCES.get(source) ?? 'an unknown place'
}

const AUTHORS: ReadonlyMap<string, string> = new Map(
  Object.entries({ payer: 'the payer', provider: 'the provider', other: 'a stranger' }),
)

/** Who wrote a file, as far as the settlement knows them. */
export function nameAuthor(role: string): string {
  return AUTHORS.get(role) ?? 'somebody'
}
