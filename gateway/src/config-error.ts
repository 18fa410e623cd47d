/** A setting that the gateway cannot start with; its message is one sentence that says what to do. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}
