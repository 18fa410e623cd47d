const OUTCOMES = { verified: 'pass', failed: 'fail', unavailable: 'unavailable' }

/** The outcome of a conclusion, with what it is called there and the first reason. */
export function fold({ outcome, questions }) {
  const reason = questions.find(({ status }) => status !== 'pass')?.reason
  return { outcome: OUTCOMES[outcome] ?? 'absent', detail: reason === undefined ? outcome : `${outcome}: ${reason}` }
}
