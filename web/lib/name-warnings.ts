const WARNING = new Map([
  ['hidden-characters', 'characters that cannot be seen or that turn the text'],
  ['mixed-scripts', 'letters of several scripts'],
  ['look-alike', 'looks like what you searched for, and is not'],
])

/** What about a name could deceive. A word that is not known stays as it is. */
export function describeWarning(warning: string): string {
  return WARNING.get(warning) ?? warning
}
