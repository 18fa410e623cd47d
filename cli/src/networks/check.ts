import type { Network } from '@touchstone/networks'
import { UsageError } from '../usage.js'
import { readArguments } from './arguments.js'
import { checkNetwork } from './check/network.js'
import { toJson, toText } from './check/print.js'
import type { Subcommand } from './subcommand.js'

/** Asks the chain whether a network's file is true of it. Exit code 0 fine, 1 something differs, 2 could not ask. */
export const runCheck: Subcommand = async (args, output) => {
  const { network, rpc, json } = readArguments(args)
  const check = await checkNetwork(network, readUrls(network, rpc), Date.now())
  output.out(json ? toJson(check) : toText(check))
  return check.outcome === 'fine' ? 0 : check.outcome === 'differs' ? 1 : 2
}

function readUrls({ name, rpc }: Network, option: string | undefined): string[] {
  if (option !== undefined) {
    const protocol = URL.canParse(option) ? new URL(option).protocol : ''
    if (protocol !== 'http:' && protocol !== 'https:')
      throw new UsageError(`--rpc: expected an http or https address, got "${option}".`)
    return [option]
  }
  if (rpc.length === 0) throw new UsageError(`Network ${name} names no RPC: give one with --rpc.`)
  return rpc
}
