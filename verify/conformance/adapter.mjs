#!/usr/bin/env node
// The program under test for this implementation: one JSON object a line in, one out.
import { createInterface } from 'node:readline'
import * as verify from '@touchstone/verify'
import { createOperations, runOperation } from './operations.mjs'

const operations = createOperations(verify)
for await (const line of createInterface({ input: process.stdin })) {
  const { id, operation, input } = JSON.parse(line)
  console.log(JSON.stringify({ id, ...(await runOperation(operations, operation, input)) }))
}
