/** One thing that was checked about the log of all verdicts. */
export interface LogRow {
  title: string
  status: 'pass' | 'fail' | 'unavailable' | 'absent'
  text: string
  expected?: string
  found?: string
}

/** What a check of the log found, as it goes from the worker to the page. */
export interface LogFinding {
  origin: string
  /** Entries. */
  size: number
  rows: LogRow[]
}
