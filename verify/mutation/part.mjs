const SOURCES = 'verify/src'
/** Parts that the tests of another part hold too: what a compose says is asked by the question about it. */
const ALSO_TESTED_BY = { 'workload/compose': ['workload/.'] }

/** The names given to `npm run mutate -w verify --`, none for all of the sources. */
export const parts = (process.env.TOUCHSTONE_MUTATE ?? '').split(' ').filter((name) => name !== '')

/** Patterns of the chosen parts' sources. */
export function sourcesOf() {
  return filesOf(parts, '.ts')
}

/** Patterns of the tests that the chosen parts are held to: their own, and where it is said, those of another part. */
export function testsOf() {
  return filesOf([...parts, ...parts.flatMap((part) => ALSO_TESTED_BY[part] ?? [])], '.test.ts')
}

/** `enclave` is a folder with all that is below it, `enclave/.` its own files alone, `.` those at the top. */
function filesOf(chosen, ending) {
  if (chosen.length === 0) return [`${SOURCES}/**/*${ending}`]
  return chosen.map((part) => {
    const [, folder = '', alone] = /^(.*?)\/?(\.)?$/.exec(part) ?? []
    return [SOURCES, folder, alone === undefined ? '**' : '', `*${ending}`].filter((step) => step !== '').join('/')
  })
}
