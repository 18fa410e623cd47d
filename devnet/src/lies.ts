import { readFileSync } from 'node:fs'
import { writeJson } from './state.js'

/** The roots about which storage node B lies, kept on disk: every second trail offered to it, the first among them. */
export class Lies {
  private offered: string[]

  constructor(private readonly file: string) {
    this.offered = readOffered(file)
  }

  /** Called before a root is uploaded. Offering a root again changes nothing. */
  offer(root: string): void {
    if (this.offered.includes(root)) return
    this.offered.push(root)
    writeJson(this.file, this.offered)
  }

  has(root: string): boolean {
    const at = this.offered.indexOf(root)
    return at >= 0 && at % 2 === 0
  }
}

function readOffered(file: string): string[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as string[]
  } catch {
    return [] // First run.
  }
}
