import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createViteServer } from 'vitest/node'

/** The process's own streams and signals, in processes of their own: small programs that work on and say what they do. */

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'digon-terminal-'))
  const server = await createViteServer({
    ...{ configFile: false, root: fileURLToPath(new URL('.', import.meta.url)), logLevel: 'error', appType: 'custom' },
    server: { middlewareMode: true, ws: false, hmr: false, watch: null },
  })
  writeFileSync(join(folder, 'terminal.mjs'), (await server.transformRequest('/terminal.ts'))!.code)
  await server.close()
  const program = (name: string, lines: string) =>
    writeFileSync(
      join(folder, `${name}.mjs`),
      `import { writeFileSync } from 'node:fs'\nimport { processTerminal } from './terminal.mjs'\nconst terminal = processTerminal()\n` +
        `const turn = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds))\n${lines}`,
    )
  program(
    'talks',
    `for (let line = 0; line < 20; line++) { terminal.out('out ' + line); terminal.error('error ' + line); await turn(1) }
writeFileSync(process.argv[2], String(await terminal.undelivered()))`,
  )
  program(
    'stops',
    `const { signal } = terminal
terminal.out('ready')
while (!signal.aborted) await turn(5)
await turn(100)
terminal.out('stopped: ' + signal.reason.name)
process.exitCode = 130`,
  )
  program('goes on', `terminal.signal\nterminal.out('ready')\nfor (;;) await turn(5)`)
  program('computes', `terminal.out('ready')\nfor (let end = Date.now() + 30_000; Date.now() < end; );`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The file that the program writes when it has come to its end, gone when it has not. */
async function talk(stdio: ['ignore', 'pipe' | number, 'pipe' | number], closed?: { stream: 1 | 2; line: number }) {
  const done = join(folder, 'done')
  rmSync(done, { force: true })
  const child = spawn(process.execPath, [join(folder, 'talks.mjs'), done], { stdio })
  for (const stream of [1, 2] as const) {
    let lines = 0
    child.stdio[stream]?.on('data', (piece: Buffer) => {
      lines += piece.toString().split('\n').length - 1
      if (closed?.stream === stream && lines >= closed.line) child.stdio[stream]!.destroy()
    })
    if (closed?.stream === stream && closed.line === 0) child.stdio[stream]!.destroy()
  }
  const code = await new Promise((resolve) => child.on('close', resolve))
  return { code, undelivered: existsSync(done) && readFileSync(done, 'utf8') }
}

test('whichever stream its reader closes, at whatever line, the work goes on to its end and nothing is amiss', async () => {
  const closed = fc.record({ stream: fc.constantFrom(1 as const, 2 as const), line: fc.nat(20) })
  await fc.assert(
    fc.asyncProperty(closed, async (at) => {
      expect(await talk(['ignore', 'pipe', 'pipe'], at)).toEqual({ code: 0, undelivered: 'undefined' })
    }),
    { numRuns: 10 },
  )
})

test.skipIf(!existsSync('/dev/full'))(
  'a full stream does not stop the work; of stdout it is known in the end',
  async () => {
    const full = openSync('/dev/full', 'w')
    expect(await talk(['ignore', 'pipe', full])).toEqual({ code: 0, undelivered: 'undefined' })
    expect(await talk(['ignore', full, 'pipe'])).toEqual({ code: 0, undelivered: 'the disk is full' })
    expect(await talk(['ignore', full, full])).toEqual({ code: 0, undelivered: 'the disk is full' })
  },
)

describe('signals', () => {
  /** Sends signals, each so many milliseconds after the one before, once the program is ready. */
  async function send(name: string, ...signals: readonly (readonly [signal: NodeJS.Signals, wait: number])[]) {
    const child = spawn(process.execPath, [join(folder, `${name}.mjs`)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    let sent = false
    child.stdout.on('data', async (piece: Buffer) => {
      out += piece
      if (sent) return
      sent = true
      for (const [signal, wait] of signals) {
        await new Promise((resolve) => setTimeout(resolve, wait))
        child.kill(signal)
      }
    })
    const ended = await new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)))
    return { ended, out }
  }
  const kinds = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

  test.each(kinds)('%s is told to a command that asked, which ends in its own way', async (signal) => {
    const stopped = { ended: 130, out: 'ready\nstopped: InterruptedError\n' }
    expect(await send('stops', [signal, 0])).toEqual(stopped)
    // A terminal, npm and timeout deliver it more than once.
    expect(await send('stops', [signal, 0], [signal, 10], ['SIGTERM', 0], [signal, 0])).toEqual(stopped)
  })
  test('another Ctrl-C after a second ends a command that does not end by itself', async () => {
    expect(await send('goes on', ['SIGINT', 0], ['SIGINT', 1200])).toMatchObject({ ended: 130 })
  })
  test.each(kinds)(
    '%s ends a command that has not asked at once, though it computes without a pause',
    async (signal) => {
      const started = performance.now()
      expect(await send('computes', [signal, 0])).toEqual({ ended: signal, out: 'ready\n' })
      expect(performance.now() - started).toBeLessThan(20_000)
    },
  )
})
