import { expect, it } from 'vitest'
import { isKnownStatus, joinModule, joinStates } from './status.js'

function state(status: string, ...advisories: string[]) {
  return { status, advisories }
}

it('the worse status wins, whichever side it stands on, with every advisory once', () => {
  const pairs: [string, string, string][] = [
    ['UpToDate', 'UpToDate', 'UpToDate'],
    ['UpToDate', 'SWHardeningNeeded', 'SWHardeningNeeded'],
    ['OutOfDate', 'ConfigurationAndSWHardeningNeeded', 'OutOfDate'],
    ['OutOfDateConfigurationNeeded', 'Revoked', 'Revoked'],
    ['Revoked', 'Excellent', 'Excellent'],
  ]
  for (const [a, b, worse] of pairs) {
    expect(joinStates(state(a), state(b)).status).toBe(worse)
    expect(joinStates(state(b), state(a)).status).toBe(worse)
  }
  expect(joinStates(state('OutOfDate', 'A', 'B'), state('OutOfDate', 'B', 'C')).advisories).toEqual(['A', 'B', 'C'])
})

it('an outdated module does not hide that the platform needs configuration', () => {
  expect(joinModule(state('ConfigurationNeeded'), state('OutOfDate', 'A'))).toEqual(
    state('OutOfDateConfigurationNeeded', 'A'),
  )
  const joined = (platform: string, module: string) => joinModule(state(platform), state(module)).status
  expect(joined('ConfigurationAndSWHardeningNeeded', 'OutOfDate')).toBe('OutOfDateConfigurationNeeded')
  expect(joined('ConfigurationNeeded', 'UpToDate')).toBe('ConfigurationNeeded')
  expect(joined('SWHardeningNeeded', 'OutOfDate')).toBe('OutOfDate')
  expect(joined('ConfigurationNeeded', 'Revoked')).toBe('Revoked')
})

it('knows the seven words of Intel and no other', () => {
  expect(['UpToDate', 'OutOfDateConfigurationNeeded', 'Revoked'].every(isKnownStatus)).toBe(true)
  expect(['', 'uptodate', 'Excellent', 'UpToDate '].some(isKnownStatus)).toBe(false)
})
