import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { EnvError, EXIT_CONFIG, type StackEnv } from '../env.js'
import { findFreePort } from '../net/port.js'
import { ProcessLog } from '../supervisor/log.js'
import { Service, type ServiceEvents, type ServiceSpec } from '../supervisor/service.js'
import { prepareCluster } from './cluster.js'
import { requireChain, requireDatabase } from './outside.js'
import { buildDevnet, buildGateway, buildServices, type Places } from './plan.js'

/** All processes but the database get this long, counted from the first signal; PostgreSQL gets the rest of ten seconds. */
const STOP_BUDGET_MS = 7_000
const DATABASE_GRACE_MS = 3_000
const SLOW_MS = 60_000

/** Lines on the terminal. */
export type Say = (line: string) => void

/** Everything that runs for one state folder, started in order and stopped in reverse. */
export class Stack {
  readonly #env: StackEnv
  readonly #root: string
  readonly #say: Say
  readonly #events: ServiceEvents
  readonly #services: Service[] = []
  #stopping = false

  /** `onFatal` is called once a process said that it cannot work as it is configured. */
  constructor(env: StackEnv, root: string, say: Say, onFatal: (sentence: string) => void) {
    this.#env = env
    this.#root = root
    this.#say = say
    this.#events = {
      onCrash: (service, how, pauseMs) => {
        say(`${service.spec.name} ended with ${how}, next start in ${pauseMs / 1000} s; see ${service.log.path}`)
        if (service.spec.name === 'devnet') void this.#recheckKept(service)
      },
      onMisconfigured: (service, sentence) => onFatal(`${service.spec.name}: ${sentence}`),
    }
  }

  /** Resolves once every process does its work. */
  async start(): Promise<void> {
    const [databaseUrl, chain] = await Promise.all([this.#startDatabase(), this.#startChain()])
    const places = {
      root: this.#root,
      databaseUrl,
      ...chain,
      gatewayPort: await findFreePort(),
      indexerPort: await findFreePort(),
      auditorPort: await findFreePort(),
    }
    if (!this.#env.gatewayUrl) await this.#announce(this.#launch(buildGateway(this.#env, places)))
    const services = buildServices(this.#env, places).map((spec) => this.#launch(spec))
    await Promise.all(services.map((service) => this.#announce(service)))
  }

  /** Whether anything has been started, so that there is something to stop. */
  get hasStarted(): boolean {
    return this.#services.length > 0
  }

  /** Stops every process in reverse order, the database last, within about ten seconds. */
  async stop(): Promise<void> {
    this.#stopping = true
    const deadline = Date.now() + STOP_BUDGET_MS
    for (const service of this.#services.toReversed()) {
      const left = Math.max(deadline - Date.now(), 0)
      await service.stop(service.spec.name === 'postgres' ? left + DATABASE_GRACE_MS : left)
    }
  }

  /** Ends everything without asking. */
  kill(): void {
    this.#stopping = true
    for (const service of this.#services.toReversed()) service.kill()
  }

  async #startDatabase(): Promise<string> {
    const outside = this.#env.databaseUrl
    if (outside) {
      await requireDatabase(outside)
      await this.#migrate(outside)
      return outside
    }
    const cluster = await prepareCluster(this.#env.dataDir, this.#env.inherited)
    await this.#announce(this.#launch(cluster.spec))
    await cluster.createDatabase()
    await this.#migrate(cluster.url)
    return cluster.url
  }

  /** A devnet that was killed lost its newest blocks: at its start the gateway compares what it kept with the chain. */
  async #recheckKept(devnet: Service): Promise<void> {
    await devnet.whenReady()
    this.#services.find((service) => service.spec.name === 'gateway')?.renew()
  }

  /** Network and, where it is one, the devnet's port; 0 stands for none. */
  async #startChain(): Promise<Pick<Places, 'network' | 'devnetPort'>> {
    if (this.#env.network !== 'devnet') {
      await requireChain(this.#env)
      return { network: this.#env.network, devnetPort: 0 }
    }
    const network = join(this.#env.dataDir, 'network.json')
    const ports = { devnetPort: await findFreePort(), gatewayPort: 0, indexerPort: 0, auditorPort: 0 }
    await this.#announce(this.#launch(buildDevnet(this.#env, { root: this.#root, network, ...ports })))
    return { network, devnetPort: ports.devnetPort }
  }

  #launch(spec: ServiceSpec): Service {
    const log = new ProcessLog(join(this.#env.dataDir, 'logs'), spec.name)
    const service = new Service(spec, log, this.#env.dataDir, this.#events)
    this.#services.push(service)
    // A stop that came while this one was being prepared must not be outlived by it.
    if (!this.#stopping) service.start()
    return service
  }

  async #announce(service: Service): Promise<void> {
    const startedAt = Date.now()
    const slow = setInterval(() => this.#say(`${service.spec.name} is not ready yet; see ${service.log.path}`), SLOW_MS)
    try {
      await service.whenReady()
    } finally {
      clearInterval(slow)
    }
    this.#say(`${service.spec.name} is ready (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
  }

  async #migrate(databaseUrl: string): Promise<void> {
    const log = new ProcessLog(join(this.#env.dataDir, 'logs'), 'migrate')
    const program = join(this.#root, 'store', 'lib', 'migrate.main.js')
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
      cwd: this.#root,
      env: { ...this.#env.inherited, DATABASE_URL: databaseUrl },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.on('data', (chunk: Buffer) => log.write(chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => log.write(chunk.toString()))
    const [code] = await once(child, 'close')
    const words = log.tail().join('\n').trim()
    log.close()
    if (code === EXIT_CONFIG) throw new EnvError(words)
    if (code !== 0) throw new Error(`The database could not be brought up to date: ${words}`)
  }
}
