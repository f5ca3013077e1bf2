import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeNpz } from '@digon/formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digon } from './command-line.test-support.js'
import { main } from './main.js'
import { InterruptedError } from './terminal.js'

/** Streams that nobody reads never decide over a run, and the first signal ends a command. `terminal.test.ts` has every case. */

const program = fileURLToPath(new URL('from-source.test-support.mjs', import.meta.url))
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digon-streams-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const model = 'model: { featureCount: 3, hiddenSize: 2 }\nmembers: { seed: 1, data: { probability: 1 } }\n'

/** Starts a command in a process of its own. @param onError is told of the first that it says on stderr. */
function start(args: string[], onError: (child: ReturnType<typeof spawn>) => void = () => undefined) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder })
  let [out, error] = ['', '']
  child.stdout.on('data', (piece: Buffer) => {
    out += piece
  })
  child.stderr.on('data', (piece: Buffer) => {
    if (error === '') onError(child)
    error += piece
  })
  const ended = new Promise<{ ended: unknown; out: string; error: string }>((resolve) =>
    child.on('close', (code, signal) => resolve({ ended: signal ?? code, out, error })),
  )
  return { child, ended }
}

test('a run whose notes nobody reads any more is trained to its end', async () => {
  const run = join(folder, 'unread')
  const args = ['train', file('short.yaml', `${model}steps: 200\n`), '--out', run, '--backend', 'reference', '--json']
  const { ended, out } = await start(args, (child) => child.stderr!.destroy()).ended
  expect([ended, JSON.parse(out)]).toMatchObject([0, { steps: 200 }])
  expect((await digon(['analyze', run])).code).toBe(0)
})

test('a hung-up terminal stops training at a whole step, from which the same command goes on', async () => {
  const run = join(folder, 'hung-up')
  const args = ['train', file('long.yaml', `${model}steps: 100000000\n`), '--out', run, '--backend', 'reference']
  const { ended, error } = await start(args, (child) => setTimeout(() => child.kill('SIGHUP'), 1000)).ended
  expect([ended, error]).toEqual([130, expect.stringContaining('interrupted')])
  const steps = readdirSync(join(run, 'checkpoints')).map((file) => file.split('.')[0])
  expect(new Set(steps).size).toBe(1)
})

test('a command without anything to put in order leaves signals to the system, and sample until it writes', async () => {
  let asked = 0
  const terminal = {
    ...{ out: () => undefined, error: () => undefined },
    get signal() {
      asked++
      return AbortSignal.abort(new InterruptedError())
    },
  }
  const weights = join(folder, 'w.npz')
  writeFileSync(weights, writeNpz({ W: { shape: [2, 1], values: new Float32Array([1, -1]) } }))
  for (const args of [['list'], ['analyze', weights, '--features-axis', '0'], ['theory', 'polygons']]) {
    await main(args, terminal)
    expect([args[0], asked]).toEqual([args[0], 0])
  }
  const law = file('law.yaml', 'featureCount: 20\nprobability: 1\n')
  expect(await main(['sample', law, '--samples', '10', '--out', join(folder, 'x.npz')], terminal)).toBe(130)
  expect(asked).toBe(1)
  expect(readdirSync(folder).filter((name) => name.includes('x.npz'))).toEqual([])
})

test('a result that could not be written is an unfinished command, said in one line', async () => {
  const error: string[] = []
  const terminal = {
    ...{ out: () => undefined, error: (text: string) => error.push(text) },
    ...{ signal: new AbortController().signal, undelivered: async () => 'the disk is full' },
  }
  for (const args of [['list'], ['--help']]) {
    expect(await main(args, terminal)).toBe(4)
    expect(error.splice(0)).toEqual(['error: the result could not be written to stdout: the disk is full'])
  }
})
