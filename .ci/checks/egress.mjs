import ts from 'typescript'
import { isTest, listWrittenCode, readText } from '../files.mjs'

/** Rooms that handle addresses of strangers. */
const ROOMS = /^(auditor|api)\/src\//
/** Dial by the guard: safeFetch itself, and the one client of gRPC, which dials what `resolveGuarded` gave. */
const DOORS = /^auditor\/src\/(safe\/|fetch\/da\/grpc\.ts$)/
const EXCEPTIONS = new Map([
  // Ask addresses that nobody but the operator can name.
  ['api/src/network/head.ts', new Set(['fetch'])],
  ['api/src/upstream/auditor.ts', new Set(['fetch'])],
  // Finds files of a package, and loads none of its code.
  ['auditor/src/fetch/da/protos.ts', new Set(['module'])],
])

/** Modules that open connections or resolve names, and what they offer beside that. */
const DIALLERS = new Map(
  Object.entries({
    http: ['createServer'],
    https: ['createServer'],
    http2: [],
    net: ['createServer', 'isIP', 'isIPv4', 'isIPv6'],
    tls: [],
    dgram: [],
    module: [],
    dns: [],
    'dns/promises': [],
    undici: [],
    axios: [],
    got: [],
    ky: [],
    ws: [],
    'node-fetch': [],
    'cross-fetch': [],
    'follow-redirects': [],
    '@grpc/grpc-js': ['status'],
  }),
)
const GLOBALS = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'getBuiltinModule'])

/** Everything leaves by safeFetch. @returns {string[]} what could leave by another way. */
export function checkEgress() {
  const names = listWrittenCode().filter((name) => ROOMS.test(name) && !DOORS.test(name) && !isTest(name))
  return names.flatMap((name) => findEgress(name, readText(name)))
}

/** @returns {string[]} the ways out of one file. */
export function findEgress(name, text) {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
  const found = []
  const report = (node, what) => {
    if (EXCEPTIONS.get(name)?.has(what)) return
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
    found.push(`${name}:${line}: ${what} dials past the guard; use safeFetch or resolveGuarded of auditor/src/safe/.`)
  }
  const visit = (node) => {
    for (const way of waysOut(node)) report(node, way)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function waysOut(node) {
  if (ts.isImportDeclaration(node)) return fromImport(node)
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && !node.isTypeOnly) return fromModule(node.moduleSpecifier)
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference) && !node.isTypeOnly)
    return fromModule(node.moduleReference.expression)
  if (ts.isCallExpression(node) && isLoader(node.expression)) return fromModule(node.arguments[0])
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return fromName(node.argumentExpression.text)
  if (ts.isIdentifier(node) && !isOwnName(node)) return fromName(node.text)
  return []
}

/** `import { createServer } from 'node:http'` is a way in; `import http from 'node:http'` could be anything. */
function fromImport({ importClause, moduleSpecifier }) {
  const [module] = fromModule(moduleSpecifier)
  if (module === undefined || importClause?.isTypeOnly) return []
  const names = importClause?.namedBindings
  if (!importClause || importClause.name || !names || ts.isNamespaceImport(names)) return [module]
  const harmless = DIALLERS.get(module)
  const used = names.elements.filter((it) => !it.isTypeOnly).map((it) => (it.propertyName ?? it.name).text)
  return used.every((it) => harmless.includes(it)) ? [] : [module]
}

function fromModule(specifier) {
  if (!specifier || !ts.isStringLiteralLike(specifier)) return ['a module of any name']
  const module = specifier.text.replace(/^node:/, '')
  return DIALLERS.has(module) ? [module] : []
}

const fromName = (name) => (GLOBALS.has(name) ? [name] : [])

const isLoader = (callee) =>
  callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')

/** The name of a member, where it is not one of the global object: `{ fetch: … }` and `cache.fetch()` dial nothing. */
function isOwnName(node) {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return !['globalThis', 'global', 'self', 'window', 'process'].includes(parent.expression.getText())
  if (ts.isBindingElement(parent)) return parent.propertyName !== undefined && parent.name === node
  return 'name' in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent)
}
