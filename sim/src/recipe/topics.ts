import { id } from 'ethers'

/** First topics of the events that large chains hold. */
export const TOPICS = {
  result: id('TEESettlementResult(address,uint8,uint256)'),
  balance: id('BalanceUpdated(address,address,uint256,uint256)'),
  spent: id('FundSpent(address,address,uint256)'),
  service: id('ServiceUpdated(address,string,string,uint256,uint256,uint256,string,string)'),
  acknowledged: id('ProviderTEESignerAcknowledged(address,address,bool)'),
  transfer: id('Transfer(address,address,uint256)'),
  metadataUpdate: id('MetadataUpdate(uint256)'),
  registered: id('Registered(uint256,string,address)'),
  metadata: id('MetadataSet(uint256,string,string,bytes)'),
  agentWallet: id('agentWallet'),
} as const

const selector = (signature: string) => id(signature).slice(0, 10)

export const SELECTORS = {
  settle: selector('settleFeesWithTEE((address,address,uint256,bytes32,uint256,bytes)[])'),
  service: selector('addOrUpdateService((string,string,string,string,uint256,uint256,string,address))'),
  acknowledge: selector('acknowledgeTEESignerByOwner(address)'),
  transferFund: selector('transferFund(address,string,uint256)'),
  register: selector('register(string)'),
} as const
