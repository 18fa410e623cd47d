import type { Network, NetworkContract } from '@touchstone/networks'
import { UsageError } from '../usage.js'
import { readArguments } from './arguments.js'
import type { Subcommand } from './subcommand.js'

/** Prints what a network's file says; with --json without its trust material, which is long and has its own file. */
export const runShow: Subcommand = async (args, output) => {
  const { network, json, rpc } = readArguments(args)
  if (rpc !== undefined) throw new UsageError('networks show asks nobody: --rpc belongs to networks check.')
  const { trust: _, ...shown } = network
  output.out(json ? `${JSON.stringify(shown, null, 2)}\n` : toText(network))
  return 0
}

function toText({ displayName, chainId, finality, rpc, contracts, accounts = [] }: Network): string {
  return [
    `${displayName}, chain ${chainId}, final after ${finality} blocks`,
    ...rpc.map((url) => `  rpc ${url}`),
    ...contracts.flatMap(describe),
    ...accounts.map(({ address, kind, label }) => `${kind.padEnd(20)} ${address}  ${label}`),
    '',
  ].join('\n')
}

function describe(contract: NetworkContract): string[] {
  const {
    label,
    address,
    startBlock,
    version,
    retired,
    unconfirmed,
    beacon,
    upgradeable,
    implementations = [],
  } = contract
  const flags = [
    `from block ${startBlock}`,
    ...(version === undefined ? [] : [`version ${version}`]),
    ...(retired ? ['retired'] : []),
    ...(unconfirmed ? ['unconfirmed'] : []),
    ...(upgradeable ? ['upgradeable'] : []),
  ]
  return [
    `${label.padEnd(20)} ${address}  ${flags.join(', ')}`,
    ...(beacon === undefined ? [] : [`  beacon             ${beacon}`]),
    ...implementations.map(
      ({ address: code, generation }) =>
        `  implementation     ${code === address ? 'not on record'.padEnd(42) : code}${generation === undefined ? '' : `  ${generation}`}`,
    ),
  ]
}
