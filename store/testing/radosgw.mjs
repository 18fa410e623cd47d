import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { accessSync, closeSync, constants, openSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

const PROGRAMS = ['ceph', 'ceph-authtool', 'ceph-mon', 'ceph-osd', 'monmaptool', 'radosgw', 'radosgw-admin', 'setpriv']
/** What installs them on Debian 12. */
export const INSTALL = 'apt-get install -y --no-install-recommends radosgw ceph-mon ceph-osd ceph-common'
const COMMAND_MS = 60_000
const START_MS = 60_000
const STOP_MS = 10_000

/** @returns {string[]} programs of a Ceph cluster that are not on the PATH. */
export function listMissingPrograms() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin'].filter((name) => name !== '')
  return PROGRAMS.filter((name) => !folders.some((folder) => isProgram(join(folder, name))))
}

/**
 * The smallest Ceph cluster that serves S3: one monitor, one OSD on a sparse file, one gateway, all on 127.0.0.1 with
 * their state in a temporary folder. They end with this process, also when it is killed.
 * @returns {Promise<import('./radosgw.d.mts').Radosgw>}
 * @throws Error that names the program and its last words.
 */
export async function startRadosgw() {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-radosgw-'))
  const at = { folder, fsid: randomUUID(), monPort: await findPort(), port: await findPort(), running: [] }
  const credentials = { key: randomBytes(10).toString('hex').toUpperCase(), secret: randomBytes(20).toString('hex') }
  const stop = async () => {
    for (const daemon of [...at.running].reverse()) await end(daemon)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await startCluster(at)
    const user = ['--uid=touchstone', '--display-name=touchstone', '--access-key', credentials.key]
    await command(at, 'radosgw-admin', ['user', 'create', ...user, '--secret-key', credentials.secret])
    let gateway = await startGateway(at)
    return {
      url: `http://127.0.0.1:${at.port}`,
      credentials,
      version: (await command(at, 'radosgw', ['--version'])).trim(),
      restart: async () => {
        await end(gateway)
        gateway = await startGateway(at)
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startCluster(at) {
  const inFolder = (name) => join(at.folder, name)
  for (const name of ['mon', 'osd', 'rgw']) await mkdir(inFolder(name))
  await writeFile(inFolder('ceph.conf'), configuration(at))
  const ring = inFolder('keyring')
  const key = (name, ...caps) => ['--gen-key', '-n', name, ...caps.flatMap(([kind, what]) => ['--cap', kind, what])]
  await command(at, 'ceph-authtool', ['--create-keyring', ring, ...key('mon.', ['mon', 'allow *'])])
  await command(at, 'ceph-authtool', [ring, ...key('client.admin', ['mon', 'allow *'], ['osd', 'allow *'])])
  await command(at, 'ceph-authtool', [ring, ...key('osd.0', ['mon', 'allow profile osd'], ['osd', 'allow *'])])
  const address = `[v2:127.0.0.1:${at.monPort}]`
  await command(at, 'monmaptool', ['--create', '--fsid', at.fsid, '--addv', 'a', address, inFolder('monmap')])
  await command(at, 'ceph-mon', ['--mkfs', '-i', 'a', '--monmap', inFolder('monmap'), '--keyring', ring])
  await daemon(at, 'ceph-mon', ['-f', '-i', 'a'])
  const osd = randomUUID()
  await command(at, 'ceph', ['osd', 'new', osd])
  await command(at, 'ceph-osd', ['-i', '0', '--mkfs', '--osd-uuid', osd])
  await daemon(at, 'ceph-osd', ['-f', '-i', '0'])
}

function configuration({ folder, fsid, monPort, port }) {
  return `[global]
fsid = ${fsid}
mon_host = [v2:127.0.0.1:${monPort}/0]
ms_bind_msgr1 = false
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
keyring = ${folder}/keyring
run_dir = ${folder}
admin_socket = ${folder}/$name.$pid.asok
log_file = ${folder}/$name.log
pid_file = ${folder}/$name.pid
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
# One monitor has nobody to wait for: a second for each change of the map otherwise.
paxos_propose_interval = 0.05
paxos_min_wait = 0.02
mon_data_avail_crit = 1
[mon.a]
mon_data = ${folder}/mon
mon_initial_members = a
[osd.0]
osd_data = ${folder}/osd
osd_objectstore = bluestore
bluestore_block_size = 8589934592
osd_memory_target = 939524096
[client.admin]
rgw_data = ${folder}/rgw
rgw_frontends = beast endpoint=127.0.0.1:${port}
`
}

async function startGateway(at) {
  const gateway = await daemon(at, 'radosgw', ['-f', '-n', 'client.admin'])
  const deadline = Date.now() + START_MS
  while (!(await answers(at.port))) {
    if (gateway.exitCode !== null || Date.now() > deadline)
      throw new Error(`radosgw does not serve: ${await lastWords(at, 'radosgw')}`)
    await pause(100)
  }
  return gateway
}

async function answers(port) {
  const { request } = await import('node:http')
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, timeout: 5_000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(false))
    asked.end()
  })
}

/** Runs in the foreground of a guard that kills it when this process ends in whatever way. */
async function daemon(at, program, args) {
  const output = openSync(join(at.folder, `${program}.out`), 'a')
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
    stdio: ['ignore', output, output],
    env: environment(at),
  })
  closeSync(output)
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
  at.running.push(child)
  child.once('exit', () => at.running.splice(at.running.indexOf(child), 1))
  return child
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(timer)
}

/** @returns {Promise<string>} what it printed. */
async function command(at, program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment(at) })
  const timer = setTimeout(() => child.kill('SIGKILL'), COMMAND_MS)
  const printed = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => (printed.out += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (printed.err += text))
  const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  clearTimeout(timer)
  if (code === 0) return printed.out
  throw new Error(`${program} ${args[0]} ended with ${code}: ${printed.err.slice(-500)}`)
}

function environment({ folder }) {
  return { PATH: `${process.env.PATH ?? ''}:/usr/bin:/usr/sbin`, CEPH_CONF: join(folder, 'ceph.conf'), HOME: folder }
}

async function lastWords({ folder }, program) {
  return (await readFile(join(folder, `${program}.out`), 'utf8')).slice(-500)
}

async function findPort() {
  const server = createServer()
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** By hand: serves until it is interrupted, and says what to give to auditor and API. */
async function main() {
  const missing = listMissingPrograms()
  if (missing.length > 0) throw new Error(`Not installed: ${missing.join(', ')}. On Debian 12: ${INSTALL}`)
  const ended = new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
  const server = await startRadosgw()
  console.log(`# ${server.version}`)
  console.log(`export S3_ENDPOINT=${server.url} AWS_REGION=us-east-1`)
  console.log(`export AWS_ACCESS_KEY_ID=${server.credentials.key} AWS_SECRET_ACCESS_KEY=${server.credentials.secret}`)
  await ended
  await server.stop()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  main().catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
