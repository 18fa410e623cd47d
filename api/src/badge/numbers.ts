const THIN = '\u2009'

/** Groups of three digits with thin spaces. */
export function formatCount(value: bigint): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, THIN)
}

/** Percent of a base, rounded down: only all of it is 100 %, and something is never 0 %. */
export function formatShare(part: bigint, base: bigint): string {
  if (base === 0n || part === 0n) return `0${THIN}%`
  const percent = (part * 100n) / base
  return percent === 0n ? `<${THIN}1${THIN}%` : `${percent}${THIN}%`
}
