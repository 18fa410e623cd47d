/** Which agents a list has, and in which order: the newest first, or those with the most or the largest payments. */
export type AgentsShown = 'linked' | 'all' | 'settlements' | 'amount'
