/** Documents that ask for too much or are no documents: each must be refused by what it says alone. */
const repeat = (times, of) => Array.from({ length: times }, (_, index) => of(index)).join(' ')
const nest = (times, open, inner) => `${open.repeat(times)}${inner}${'}'.repeat(times)}`

export const HOSTILE = [
  `{ ${repeat(31, (i) => `a${i}: network { name }`)} }`,
  `{ ${repeat(500, (i) => `a${i}: network { name }`)} }`,
  `{ network { ${'name '.repeat(2_500)} } }`,
  `{ ${nest(12, 'settlements { nodes { payerPage { ', 'id').replaceAll('}', '}}}')} }`,
  `{ agents(first: 100) { nodes { settlements(first: 100) { nodes { id } } } } }`,
  `{ settlements(first: 100) { nodes { agents { agent { settlements(first: 100) { nodes { id } } } } } } }`,
  `query ($n: Int) { agents(first: $n) { nodes { settlements(first: $n) { nodes { id } } } } }`,
  `{ payers(first: 100) { nodes { settlements(first: 50) { nodes { verdicts { id } } } } } }`,
  `{ agents(first: 100) { nodes { links { payerPage { settlements(first: 100) { nodes { id } } } } } } }`,
  `{ ${repeat(20, (i) => `a${i}: aggregates(of: network, by: day) { cells { status } outcomes { amount } }`)} }`,
  `{ ${repeat(25, (i) => `a${i}: settlements(first: 100) { nodes { checks: questions { checks { id } } } }`)} }`,
  `{ network { name ${'@include(if: true) '.repeat(200)} } }`,
  `fragment A on Settlement { payerPage { settlements { nodes { ...A } } } } { settlements { nodes { ...A } } }`,
  `fragment A on Query { ...B } fragment B on Query { ...A } { ...A }`,
  `query A { network { name } } query B { network { name } }`,
  `mutation { drop }`,
  `subscription { settlements }`,
  `{ settlements { nodes { secret } } }`,
  `select * from settlement; drop table settlement`,
  JSON.stringify({ kind: 'Document', definitions: [] }),
].map((query) => ({ query }))
