/** Exit code that tells the supervisor not to start the process again. */
export const EXIT_CONFIG = 78

/** Starting again cannot help: what is configured is wrong. The message is one sentence on what, and what to do. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}
