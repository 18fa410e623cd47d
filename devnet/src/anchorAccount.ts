import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonRpcProvider } from 'ethers'
import { fund, keyOf, walletOf } from './chain/keys.js'

const PURSE = 1_000n * 10n ** 18n

/** Funds the account from which the auditor anchors its log, and writes its key where the auditor is told to look. */
export async function openAnchorAccount(chain: JsonRpcProvider, folder: string): Promise<void> {
  await fund(chain, [walletOf('anchor', chain).address], PURSE)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'anchor.key'), `${keyOf('anchor')}\n`, { mode: 0o600 })
}
