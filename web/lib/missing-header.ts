/** Set by proxy.ts on requests for something that is not there, read by the rewrites of next.config.ts. */
export const MISSING_HEADER = 'x-page-missing'
