import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql'
import { readText } from '../files.mjs'

const RELEASED = 'api/released.graphql'
const CURRENT = 'api/schema.graphql'

/**
 * What was released stays answerable: nothing that a client of the released schema may ask is taken away or changed.
 * A release copies api/schema.graphql over api/released.graphql. @returns {string[]}
 */
export function checkSdl() {
  return findBreaks(readText(RELEASED), readText(CURRENT))
}

/** @returns {string[]} what of the first schema the second one breaks, one sentence each. */
export function findBreaks(released, current) {
  const [before, after] = [buildSchema(released), buildSchema(current)]
  const changed = findDangerousChanges(before, after).filter(({ type }) => type === 'ARG_DEFAULT_VALUE_CHANGE')
  return [...findBreakingChanges(before, after), ...changed].map(
    ({ description }) =>
      `${CURRENT}: ${description} Clients of ${RELEASED} ask for it: keep it, and mark it deprecated.`,
  )
}
