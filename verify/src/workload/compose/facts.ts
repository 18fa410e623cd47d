/** What a measured app compose says, and what it leaves open. */
export interface ComposeFacts {
  name: string | null
  /** Names of values that the deployer may set without changing the measurement. */
  allowedEnvs: readonly string[]
  kms: boolean
  localKeyProvider: boolean
  publicLogs: boolean
  /** Fields that hold scripts run outside any container, as measured text. */
  scripts: readonly { field: string; text: string }[]
  services: readonly ComposeService[]
  servers: readonly ModelServer[]
  unmeasured: readonly Unmeasured[]
}

export interface ComposeService {
  name: string
  /** As written, null where the service is built or names none. */
  image: string | null
  /** Without registry default, tag and digest. */
  repository: string | null
  tag: string | null
  /** `sha256:` and 64 hex digits; null where the image is not pinned. */
  digest: string | null
  /** Entrypoint and command word by word; null where the compose leaves them to the image. */
  entrypoint: readonly string[] | null
  command: readonly string[] | null
  /** Value null: it comes from outside the measurement. */
  environment: readonly { key: string; value: string | null }[]
  mounts: readonly Mount[]
  privileged: boolean
  network: string | null
  /** False where profiles or a number of replicas decide whether it runs. */
  runsAlways: boolean
}

export interface Mount {
  kind: 'host' | 'volume' | 'image' | 'tmpfs' | 'other'
  source: string
  target: string
}

/** A program that serves a model, as its measured arguments describe it. */
export interface ModelServer {
  service: string
  engine: string
  /** The argument as written: a repository or a path. Null where none is given or it is not literal. */
  model: string | null
  /** Names under which requests reach it: what `--served-model-name` lists, else the model itself. */
  servedNames: readonly string[]
  /** Whether the compose itself gives those names. */
  namesItself: boolean
  revision: string | null
  quantization: string | null
  dtype: string | null
  /** Arguments and variables that change the weights or where they come from, and what could not be read. */
  alterations: readonly string[]
  runsAlways: boolean
}

/** Something that the measurement does not cover. */
export interface Unmeasured {
  /** Where it stands, e.g. `services.vllm.environment.TOKEN`. */
  where: string
  what: string
  /** Whether it can change which code or model runs. Then no release can be known by this compose. */
  decides: boolean
}
