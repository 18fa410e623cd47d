import fc from 'fast-check'

// A kept thread still has the mutant of the run before, which must not act while the files of the tests load.
const stryker = (globalThis as { __stryker__?: { activeMutant?: string | undefined } }).__stryker__
if (stryker !== undefined) stryker.activeMutant = undefined

// Thousands of random cases find what none of the first few hundred finds only now and then.
fc.configureGlobal({ ...fc.readConfigureGlobal(), interruptAfterTimeLimit: 300, markInterruptAsFailure: false })
