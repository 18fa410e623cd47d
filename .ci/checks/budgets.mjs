import ts from 'typescript'
import { isTest, listWrittenCode, readText } from '../files.mjs'

const MAX_FILE_LINES = 350
const MAX_FUNCTION_LINES = 60
/** A component is mostly markup. */
const MAX_COMPONENT_LINES = 120

/** Nobody reads a file of a thousand lines or a function of a hundred. @returns {string[]} what is too long. */
export function checkBudgets() {
  return listWrittenCode().flatMap((name) => [...tooLongFile(name), ...tooLongFunctions(name)])
}

function tooLongFile(name) {
  const lines = readText(name).trimEnd().split('\n').length
  return lines > MAX_FILE_LINES
    ? [`${name} has ${lines} lines, at most ${MAX_FILE_LINES}: split it by what it does.`]
    : []
}

function tooLongFunctions(name) {
  // A test's outer function is a list of cases.
  if (isTest(name)) return []
  const limit = name.endsWith('x') ? MAX_COMPONENT_LINES : MAX_FUNCTION_LINES
  const source = ts.createSourceFile(name, readText(name), ts.ScriptTarget.Latest, true)
  const found = []
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line
      const last = source.getLineAndCharacterOfPosition(node.end).line
      const lines = last - first + 1
      if (lines > limit) found.push(`${name}:${first + 1} is a function of ${lines} lines, at most ${limit}.`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
