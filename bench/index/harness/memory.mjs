/** Memory of a process, as the kernel tells it. Linux only. */
import { readFileSync } from 'node:fs'
import { report } from '../../report.mjs'

/** @returns {number | undefined} bytes; undefined where the process has ended. */
function read(pid, field) {
  try {
    const found = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found === null ? undefined : Number(found[1]) * 1024
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined
    throw error
  }
}

/** Most memory that a process has held, with the files that it maps, bytes. */
export function peakMemory(pid) {
  return read(pid, 'VmHWM')
}

/**
 * @typedef {{ most: number, levels: [number, number, number] }} Memory
 * What was found of a process's own memory, bytes: the most, and of each third of the time what half of the looks found at
 * most. The first is a matter of luck, and the more so the longer one looks.
 */

/**
 * Follows the memory that is a process's own, looking every 200 ms: files that it maps, as LevelDB does, are resident too, but
 * the kernel takes them back when somebody needs the place.
 * @returns {() => Memory} of the time until then.
 */
export function followOwnMemory({ pid, exited }) {
  const looks = []
  const look = () => {
    const found = read(pid, 'RssAnon')
    if (found !== undefined) looks.push(found)
  }
  const timer = setInterval(look, 200)
  exited.then(() => clearInterval(timer))
  return () => {
    look()
    return { most: Math.max(0, ...looks), levels: [0, 1, 2].map((third) => middleOfThird(looks, third)) }
  }
}

function middleOfThird(looks, third) {
  const [from, to] = [third, third + 1].map((bound) => Math.floor((looks.length * bound) / 3))
  return looks.slice(from, to).sort((one, other) => one - other)[Math.floor((to - from) / 2)] ?? 0
}

/** Reports what both processes held. @param {{ gateway: Memory, gatewayResident: number, indexer: Memory }} memory */
export function reportMemory(result, { gateway, gatewayResident, indexer }) {
  const tell = (metric, bytes) => report({ ...result, metric, value: bytes / 1e6, unit: 'MB' })
  for (const [name, { most, levels }] of Object.entries({ gateway, indexer })) {
    tell(`memory of the ${name}`, most)
    for (const [third, level] of levels.entries()) tell(`memory of the ${name}, middle of third ${third + 1}`, level)
  }
  tell('memory of the gateway with mapped files', gatewayResident)
}
