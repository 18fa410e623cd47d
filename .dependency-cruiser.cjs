// Which room may import which. See "The rooms" in README.md.
const room = (...names) => `^(${names.join('|')})/`
const TEST = '\\.test\\.tsx?$|/(testing|e2e|conformance/generate)/'

/** Rooms that `name` may import beside itself; tests may start services of `stack` as well. */
const ALLOWED = {
  pack: [],
  networks: [],
  verify: [],
  store: [],
  recorder: ['verify'],
  gateway: ['verify', 'networks'],
  indexer: ['store', 'verify', 'networks'],
  auditor: ['store', 'verify', 'networks'],
  api: ['store', 'verify', 'networks'],
  web: ['verify'],
  devnet: ['recorder', 'verify', 'networks'],
  sim: ['verify', 'networks'],
  stack: ['networks'],
  cli: ['verify', 'networks'],
  bench: ['verify', 'recorder', 'networks', 'store', 'gateway', 'indexer', 'sim', 'devnet', 'stack'],
}
const ROOMS = Object.keys(ALLOWED)

const directions = ROOMS.map((name) => ({
  name: `direction-${name}`,
  severity: 'error',
  comment: `${name}/ may import ${ALLOWED[name].join(', ') || 'no other room'}`,
  from: { path: room(name), pathNot: TEST },
  to: { path: room(...ROOMS.filter((other) => other !== name && !ALLOWED[name].includes(other))) },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: '/generated/' },
      to: { circular: true, viaOnly: { pathNot: '/generated/' } },
    },
    {
      name: 'verify-is-pure',
      severity: 'error',
      comment: 'verify/ does no input or output and has no clock: it runs in a browser as it is',
      from: { path: '^verify/src/', pathNot: `${TEST}|^verify/src/(primitives|enclave/quote/dcap)/node\\.ts$` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'verifier-does-not-mint',
      severity: 'error',
      comment: 'verify/src/mint makes quotes for tests and devnets; what judges must not know it',
      from: { path: '^verify/src/', pathNot: `${TEST}|^verify/src/mint/` },
      to: { path: '^verify/src/mint/' },
    },
    {
      name: 'no-test-code-in-a-program',
      severity: 'error',
      comment: 'a benchmark is no program: it sets up its surroundings as tests do',
      from: { path: room(...ROOMS), pathNot: `${TEST}|vitest|^bench/` },
      to: { path: `${TEST}|^stack/dist/testing/` },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'imports something that is not there or not in a package.json',
      from: { path: room(...ROOMS), pathNot: '/generated/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      from: { path: room(...ROOMS), pathNot: TEST },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-package-in-a-program',
      severity: 'error',
      from: { path: `${room(...ROOMS)}(src|app|lib|components)/`, pathNot: `${TEST}|/generated/` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
  ],
  options: {
    // Projects of other indexers, installed apart when a benchmark asks for them.
    exclude: { path: '^bench/index/peers/' },
    // Built files are where an import of another room ends; what they import is checked in their source.
    doNotFollow: { path: 'node_modules|/dist/|^store/lib/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
    },
  },
}
