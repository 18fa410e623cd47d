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
  return layout
    .map(([name, read]) => {
      const raw = source(name)
      if (raw === undefined || raw === null) return ''
      const value = read(raw, `${kind}.${name}`)
      return value === undefined ? '' : `"${name}":${JSON.stringify(value)}`
    })
    .join('\n')
}

/** Line numbers of the fields, in the order of the layout. */
export function pickLines<Name extends string>(layout: Layout<Name>, names: Iterable<string>): number[] {
  const wanted = new Set(names)
  return layout.flatMap(([name], line) => (wanted.has(name) ? [line] : []))
}

/** The picked members as JSON, without the braces around them. */
export function projectRecord(record: Record, lines: readonly number[]): string {
  const members = record.split('\n')
  let text = ''
  for (const line of lines) {
    const member = members[line]
    if (member) text += text === '' ? member : `,${member}`
  }
  return text
}

/** Value of one member; undefined where the item does not have it. */
export function readMember(record: Record, line: number): unknown {
  const member = record.split('\n', line + 1)[line]
  return member ? JSON.parse(member.slice(member.indexOf(':') + 1)) : undefined
}
