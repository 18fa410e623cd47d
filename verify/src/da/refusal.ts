/** Why outside data was not looked at any further: the field, what it must be, and what it is. Accuses nobody. */
export interface DaRefusal {
  kind: 'refused'
  /** Path of the field, e.g. `witness.r1` or `rows[3]`. */
  field: string
  expected: string
  found: string
}

const MAX_SHOWN = 80

/** A refusal; texts from outside are cut to 80 characters. */
export function refuse(field: string, expected: string, found: string | number | bigint): DaRefusal {
  return { kind: 'refused', field, expected, found: String(found).slice(0, MAX_SHOWN) }
}
