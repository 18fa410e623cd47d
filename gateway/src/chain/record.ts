/**
 * Form in which an item of the chain is kept and served: one line of JSON for each member, in the fixed order of its kind,
 * empty where the item does not have it. A client's selection of fields is a list of line numbers, so that serving is
 * splitting and joining text, without parsing or encoding.
 */
export type Record = string

/** Reads one field of an RPC's answer to the value that is served; undefined where it is absent. */
export type FieldReader = (value: unknown, what: string) => unknown

export type Layout<Name extends string> = readonly (readonly [Name, FieldReader])[]

/** Encodes what an RPC answered. `source` gives the raw value of a field. @throws BadAnswer naming the field. */
export function encodeRecord<Name extends string>(
  layout: Layout<Name>,
  kind: string,
  source: (name: Name) => unknown,
): Record {
  const names = namesOf(layout, kind)
  // One join of all: text that is added to leaves an object behind for each part.
  const parts: string[] = []
  // Counted: this runs for every field of every item, and an iterator makes an object for each.
  for (let line = 0; line < layout.length; line++) {
    const field = layout[line] as (typeof layout)[number]
    const name = field[0]
    if (line > 0) parts.push('\n')
    const raw = source(name)
    if (raw === undefined || raw === null) continue
    const value = field[1](raw, names[line] ?? '')
    if (value === undefined) continue
    parts.push('"', name, '":')
    if (typeof value === 'string') parts.push('"', value, '"')
    else parts.push(encodeValue(value))
  }
  return parts.join('')
}

/** What readers return as text is hex or decimal digits and needs no escapes; this is for all else. */
function encodeValue(value: unknown): string {
  return typeof value === 'number' ? `${value}` : JSON.stringify(value)
}

const names = new WeakMap<Layout<string>, string[]>()

/** What an error calls each field. */
function namesOf(layout: Layout<string>, kind: string): string[] {
  const known = names.get(layout) ?? layout.map(([name]) => `${kind}.${name}`)
  names.set(layout, known)
  return known
}

/** Line numbers of the fields, in the order of the layout. */
export function pickLines<Name extends string>(layout: Layout<Name>, names: Iterable<string>): number[] {
  const wanted = new Set(names)
  return layout.flatMap(([name], line) => (wanted.has(name) ? [line] : []))
}

/** The picked members as JSON, without the braces around them. @param lines ascending. */
export function projectRecord(record: Record, lines: readonly number[]): string {
  let [text, line, start] = ['', 0, 0]
  for (const wanted of lines) {
    for (; line < wanted && start > -1; line++) start = record.indexOf('\n', start) + 1 || -1
    if (start === -1) break
    const end = record.indexOf('\n', start)
    const member = end === -1 ? record.slice(start) : record.slice(start, end)
    if (member !== '') text += text === '' ? member : `,${member}`
  }
  return text
}

/** Value of one member; undefined where the item does not have it. */
export function readMember(record: Record, line: number): unknown {
  const member = projectRecord(record, [line])
  return member === '' ? undefined : JSON.parse(member.slice(member.indexOf(':') + 1))
}
