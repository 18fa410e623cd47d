/** All numbers, hashes and times of the pages are written here and nowhere else. Pure: `now` is an argument. */

/** U+202F, a thin space that does not break: groups digits without being mistaken for a decimal separator. */
export const GROUP = '\u202f'
const NEURON_DIGITS = 18
const UNIT = 10n ** BigInt(NEURON_DIGITS)

/** Groups the digits of a decimal string in threes: `1204` → `1 204`. */
export function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, GROUP)
}

/** A whole number, given as string or number. */
export function formatCount(value: string | number): string {
  const text = String(value)
  return text.startsWith('-') ? `−${groupDigits(text.slice(1))}` : groupDigits(text)
}

/** Parses a decimal string of the API. @throws SyntaxError for anything that is not a whole number. */
export function toBigInt(decimal: string): bigint {
  return BigInt(decimal)
}

/** The exact value of neuron in 0G, without trailing zeros: `2500000000000001` → `0.002500000000000001`. */
export function formatExactAmount(neuron: string): string {
  const value = toBigInt(neuron)
  const magnitude = value < 0n ? -value : value
  const fraction = (magnitude % UNIT).toString().padStart(NEURON_DIGITS, '0').replace(/0+$/, '')
  const whole = groupDigits((magnitude / UNIT).toString())
  return `${value < 0n ? '−' : ''}${whole}${fraction ? `.${fraction}` : ''}`
}

/**
 * Neuron as 0G with at most four significant digits. An amount above nothing is never written as 0:
 * below a billionth it is `< 0.000000001`. A bill of a few hundred tokens is some hundred-thousandths.
 */
export function formatAmount(neuron: string): string {
  const value = toBigInt(neuron)
  const magnitude = value < 0n ? -value : value
  const sign = value < 0n ? '−' : ''
  if (magnitude === 0n) return '0'
  if (magnitude < UNIT / 1_000_000_000n) return `${sign}< 0.000000001`
  const digits = magnitude.toString().length
  const drop = 10n ** BigInt(Math.max(digits - 4, 0))
  const rounded = ((magnitude + drop / 2n) / drop) * drop
  return sign + formatExactAmount((digits > NEURON_DIGITS + 4 ? roundToWhole(magnitude) : rounded).toString())
}

function roundToWhole(neuron: bigint): bigint {
  return ((neuron + UNIT / 2n) / UNIT) * UNIT
}

/** A price per token as 0G for a million tokens. */
export function formatPricePerMillion(neuronPerToken: string): string {
  return formatAmount((toBigInt(neuronPerToken) * 1_000_000n).toString())
}

/** A part of a whole in percent. Some is never `0 %` and not all is never `100 %`. Without a base it is a dash. */
export function formatShare(part: string, whole: string): string {
  const [some, all] = [toBigInt(part), toBigInt(whole)]
  if (all <= 0n) return '–'
  if (some === 0n) return `0${GROUP}%`
  if (some >= all) return `100${GROUP}%`
  const permille = (some * 1_000n + all / 2n) / all
  if (permille < 1n) return `< 0.1${GROUP}%`
  if (permille > 999n) return `> 99.9${GROUP}%`
  const tenths = permille % 10n
  return `${permille / 10n}${tenths ? `.${tenths}` : ''}${GROUP}%`
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** A size in decimal SI units with one digit after the point: `48.2 kB`. */
export function formatBytes(bytes: string): string {
  let value = Number(bytes)
  let unit = 0
  while (value >= 1_000 && unit < BYTE_UNITS.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${BYTE_UNITS[unit]}`
}

/** The two ends of a hash: `0x7a3f9c…44d2c9`. Never the head alone: vanity prefixes are cheap. */
export function shortenHash(value: string, size: 'table' | 'header' = 'table'): string {
  const [head, tail] = size === 'table' ? [6, 6] : [10, 8]
  const prefix = value.startsWith('0x') ? 2 : 0
  if (value.length <= prefix + head + tail + 1) return value
  return `${value.slice(0, prefix + head)}…${value.slice(-tail)}`
}

/** The id of an agent with its registry shortened: `eip155:16688:0x7a3f9c…44d2c9:4`. */
export function shortenAgentId(id: string): string {
  return id.replace(/0x[0-9a-f]{40}/, (registry) => shortenHash(registry))
}

/** `2026-10-07 14:02:11`, always UTC. What is not a time is shown as it came. */
export function formatTime(iso: string): string {
  const time = new Date(iso)
  if (Number.isNaN(time.getTime())) return iso
  return time.toISOString().slice(0, 19).replace('T', ' ')
}

/** The axis label of a point in time, no longer than the span of the axis needs. Milliseconds. */
export function formatTick(time: number, span: number): string {
  const iso = new Date(time).toISOString()
  if (span < 40 * 60_000) return iso.slice(11, 19)
  if (span < 2 * 86_400_000) return iso.slice(11, 16)
  return iso.slice(5, 10)
}

/** A length of time in its largest fitting unit: `812 ms`, `41 s`, `12 min`, `3 h`, `5 d`. Milliseconds. */
export function formatDuration(milliseconds: number): string {
  const value = Math.max(0, milliseconds)
  if (value < 1_000) return `${Math.round(value)} ms`
  if (value < 90_000) return `${Math.round(value / 1_000)} s`
  if (value < 90 * 60_000) return `${Math.round(value / 60_000)} min`
  if (value < 36 * 3_600_000) return `${Math.round(value / 3_600_000)} h`
  return `${Math.round(value / 86_400_000)} d`
}

/** How long ago, as seen at `now` (milliseconds). Clocks that disagree by a moment give `just now`. */
export function formatAgo(iso: string, now: number): string {
  const age = now - new Date(iso).getTime()
  return age < 1_000 ? 'just now' : `${formatDuration(age)} ago`
}

/** An integer with its point moved left by so many decimals, without trailing zeros: `-1250`, 2 → `−12.5`. */
export function formatDecimal(value: string, decimals: number): string {
  const magnitude = value.replace(/^-/, '')
  const digits = magnitude.padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return `${value.startsWith('-') ? '−' : ''}${groupDigits(whole)}${fraction ? `.${fraction}` : ''}`
}
