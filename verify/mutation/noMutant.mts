// A kept thread still has the mutant of the run before, which must not act while the files of the tests load.
const stryker = (globalThis as { __stryker__?: { activeMutant?: string | undefined } }).__stryker__
if (stryker !== undefined) stryker.activeMutant = undefined
