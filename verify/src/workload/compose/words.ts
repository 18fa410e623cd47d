/** Command lines as words: compose's own splitting, and the parts of a shell script that are plain commands. */

/** Scripts inside scripts (`sh -c "bash -c ..."`) are followed this deep. */
const MAX_DEPTH = 3
const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh'])
const MAY_BE_SET = /[$`]/

/** Whether a word is what it says: without variables or commands that a shell would put in. */
export function isLiteral(word: string): boolean {
  return !MAY_BE_SET.test(word)
}

/** Splits as a POSIX shell would, quotes and backslashes included; operators stand alone where `operators` asks. */
export function splitWords(text: string, operators = false): string[] {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (quote !== '') {
      if (char === quote) quote = ''
      else if (char === '\\' && quote === '"' && /["\\$`]/.test(text.charAt(at + 1))) word += text.charAt(++at)
      else word += char
    } else if (char === "'" || char === '"') {
      quote = char
      word ??= ''
    } else if (char === '\\') {
      at += 1
      if (text.charAt(at) !== '\n') word = (word ?? '') + text.charAt(at)
    } else if (operators && /[;&|\n()]/.test(char)) {
      if (word !== null) words.push(word)
      words.push('\n')
      word = null
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + char
  }
  if (word !== null) words.push(word)
  return words
}

/** The plain commands that a list of words runs: itself, or those of the script handed to a shell. */
export function listCommands(words: readonly string[], depth = 0): string[][] {
  const script = depth < MAX_DEPTH ? findScript(words) : undefined
  if (script === undefined) return words.length === 0 ? [] : [dropPrefix(words)]
  return splitCommands(splitWords(script, true)).flatMap((command) => listCommands(command, depth + 1))
}

function findScript(words: readonly string[]): string | undefined {
  const [program = '', ...rest] = dropPrefix(words)
  if (!SHELLS.has(baseName(program))) return undefined
  const at = rest.findIndex((word) => /^-[a-z]*c$/.test(word))
  return at < 0 ? undefined : rest[at + 1]
}

function splitCommands(words: readonly string[]): string[][] {
  const commands: string[][] = [[]]
  for (const word of words) {
    if (word === '\n') commands.push([])
    else commands.at(-1)?.push(word)
  }
  return commands.filter((command) => command.length > 0)
}

// `exec`, `env`, `nohup` and assignments stand before the program that they start.
function dropPrefix(words: readonly string[]): string[] {
  const first = words.findIndex((word) => !/^(exec|env|nohup|time|tini|--|[A-Za-z_][A-Za-z0-9_]*=.*)$/s.test(word))
  return first < 0 ? [] : words.slice(first)
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
