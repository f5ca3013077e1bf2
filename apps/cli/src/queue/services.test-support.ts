import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** Servers of this machine for tests, on loopback, in folders of their own. */
export interface Service {
  readonly url: string
  /** At once, as when the power fails. */
  readonly kill: () => Promise<void>
  /** Again, with what it had written down. */
  readonly start: () => Promise<void>
  /** Ends it and deletes what it wrote. */
  readonly remove: () => Promise<void>
}

/** Whether a missing server must fail a test instead of being said. */
export function isRequired(service: 'redis' | 'postgres'): boolean {
  return (process.env.DIGON_REQUIRE ?? '').split(',').includes(service)
}

export const hasRedis: boolean = spawnSync('redis-server', ['--version']).status === 0

/** @param password that it asks for; default none. @param host address of this machine; default loopback. */
export async function redis(password?: string, host = '127.0.0.1'): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'digon-redis-'))
  const port = await freePort()
  const asked = [
    '--port',
    String(port),
    '--bind',
    ...new Set([host, '127.0.0.1']),
    '--protected-mode',
    'no',
    '--dir',
    folder,
    '--save',
    '',
  ]
  const safe = ['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction']
  const args = [...asked, ...safe, ...(password === undefined ? [] : ['--requirepass', password])]
  const shown = password === undefined ? '' : `:${encodeURIComponent(password)}@`
  return service(folder, port, `redis://${shown}${host}:${port}`, () =>
    spawn('redis-server', args, { stdio: 'ignore' }),
  )
}

/** Where Debian has the server's programs. */
const programs = existsSync('/usr/lib/postgresql')
  ? readdirSync('/usr/lib/postgresql').map((version) => join('/usr/lib/postgresql', version, 'bin'))
  : []
const postgresPrograms = programs.find((path) => existsSync(join(path, 'initdb')))
/** The server refuses to be root's. */
const owner = userInfo().uid === 0 ? idsOf('postgres') : undefined
export const hasPostgres: boolean = postgresPrograms !== undefined && (userInfo().uid !== 0 || owner !== undefined)

/** @param password that it asks for. */
export async function postgres(password: string): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'digon-postgres-'))
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid)
  const port = await freePort()
  const as = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: 'C' } }
  const init = ['-D', join(folder, 'data'), '-U', 'digon', '-A', 'scram-sha-256', '--pwfile', join(folder, 'password')]
  writeFileSync(join(folder, 'password'), `${password}\n`)
  const made = spawnSync(join(postgresPrograms!, 'initdb'), init, { ...as, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const args = ['-D', join(folder, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', folder]
  const url = `postgres://digon:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
  return service(folder, port, url, () => spawn(join(postgresPrograms!, 'postgres'), args, { ...as, stdio: 'ignore' }))
}

async function service(folder: string, port: number, url: string, run: () => ChildProcess): Promise<Service> {
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    child = run()
    for (let tries = 0; !(await answers(port)); tries++) {
      if (tries > 600) throw new Error(`no server at port ${port}`)
      // Processes of a PostgreSQL that was killed hold its memory for a while; until then a new one ends at once.
      if (child.exitCode !== null) child = run()
      await sleep(100)
    }
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child!.once('exit', resolve))
    child.kill(signal)
    await ended
  }
  await start()
  return {
    ...{ url, start },
    kill: () => end('SIGKILL'),
    async remove() {
      await end('SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

function idsOf(user: string): { readonly uid: number; readonly gid: number } | undefined {
  const [uid, gid] = ['-u', '-g'].map((which) => spawnSync('id', [which, user], { encoding: 'utf8' }))
  if (uid!.status !== 0 || gid!.status !== 0) return undefined
  return { uid: Number(uid!.stdout), gid: Number(gid!.stdout) }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** A PostgreSQL that answers each connection with the next of these errors, the last one again and again. */
export async function postgresThatSays(
  errors: readonly { readonly code: string; readonly message: string }[],
): Promise<{ readonly url: string; readonly asked: () => number; readonly close: () => void }> {
  let asked = 0
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      const { code, message } = errors[Math.min(asked++, errors.length - 1)]!
      const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`)
      const head = Buffer.alloc(5)
      head.write('E')
      head.writeInt32BE(4 + fields.length, 1)
      socket.end(Buffer.concat([head, fields]))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `postgres://somebody:secret@127.0.0.1:${port}/postgres`,
    asked: () => asked,
    close: () => server.close(),
  }
}
