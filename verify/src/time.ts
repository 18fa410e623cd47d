const DAY = 86_400_000

/** Milliseconds of [year, month, day, hour, minute, second]; null where the calendar has no such second. */
export function toTime(parts: readonly number[]): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const isClock = hour < 24 && minute < 60 && second < 60
  const lastDay = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  if (!isClock || !(year >= 1950) || day < 1 || day > lastDay) return null
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** Milliseconds as people write them: `2026-03-01T00:00:00Z`. */
export function toText(time: number): string {
  const days = Math.floor(time / DAY)
  const [year, month, day] = toDate(days)
  const seconds = Math.floor((time - days * DAY) / 1000)
  const clock = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => pad(Math.floor(part)))
  return `${year}-${pad(month)}-${pad(day)}T${clock.join(':')}Z`
}

// Counts years from March, so that the leap day is the last of its year and months follow one rule.
function toDate(daysSince1970: number): [number, number, number] {
  const days = daysSince1970 + 719_468
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day]
}

function pad(part: number): string {
  return `${part}`.padStart(2, '0')
}
