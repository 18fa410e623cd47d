const SOURCES = 'verify/src'

/** The names given to `npm run mutate -w verify --`, none for all of the sources. */
export const parts = (process.env.TOUCHSTONE_MUTATE ?? '').split(' ').filter((name) => name !== '')

/**
 * Patterns of the chosen parts' files that end as told. `enclave` is a folder with all that is below it, `enclave/.` its
 * own files alone, `.` the files at the top of the sources.
 */
export function filesOf(ending) {
  if (parts.length === 0) return [`${SOURCES}/**/*${ending}`]
  return parts.map((part) => {
    const [, folder = '', alone] = /^(.*?)\/?(\.)?$/.exec(part) ?? []
    return [SOURCES, folder, alone === undefined ? '**' : '', `*${ending}`].filter((step) => step !== '').join('/')
  })
}
