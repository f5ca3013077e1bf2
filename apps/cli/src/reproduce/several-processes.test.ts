import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineEnsemble } from '@digon/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BundledProgram, bundleProgram } from '../bundled-program.test-support.js'

/** `--jobs`: processes train and judge, and what comes out is that of one process, byte for byte. */

let folder: string
let program: BundledProgram
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'digon-processes-'))
  program = await bundleProgram()
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await program.remove()
})

/** An experiment of so many small tasks; of JSON and plain functions alone. */
function experiment(id: string, tasks: number, steps: number, measure = 'losses'): string {
  const ensemble = defineEnsemble({
    model: { featureCount: 3, hiddenSize: 2 },
    batchSize: 8,
    members: { count: 2, seed: 1, data: { probability: 0.5 } },
  })
  const task = { ensemble, steps, lossSteps: [], record: [], evaluationSamples: 50 }
  const path = join(folder, `${id}.mjs`)
  writeFileSync(
    path,
    `const task = ${JSON.stringify(task)}
    const tasks = Array.from({ length: ${tasks} }, (_, index) => ({ ...task, name: 'task-' + index }))
    const losses = (_, trained) => trained.flatMap(({ evaluation }) => [...evaluation.losses])
    const dies = () => process.kill(process.pid, 'SIGKILL')
    const fails = () => { throw new RangeError('invalid loss: 7; expected less') }
    export default {
      id: '${id}', title: '', section: '', paper: '', method: '', presets: { quick: '' },
      plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks }),
      measure: ${measure}, figures: () => [], claims: () => [],
    }`,
  )
  return path
}

function inProcesses(
  args: readonly string[],
  onError: (text: string, stop: () => void) => void = () => undefined,
  jobs = '2',
) {
  const child = spawn(
    process.execPath,
    [program.path, 'reproduce', ...args, '--backend', 'reference', '--jobs', jobs],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let [out, error] = ['', '']
  child.stdout.on('data', (piece: Buffer) => {
    out += piece
  })
  child.stderr.on('data', (piece: Buffer) => {
    error += piece
    onError(error, () => child.kill('SIGINT'))
  })
  return new Promise<{ code: number | null; out: string; error: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, out, error })),
  )
}

const recordOf = (run: string) => {
  const { files, tasks } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'))
  return { files, tasks }
}

test('two processes leave the files of one, also after a stop', async () => {
  const modules = [experiment('short', 1, 10), experiment('long', 3, 3000)]
  const [alone, shared] = [join(folder, 'alone'), join(folder, 'shared')]
  expect((await inProcesses([...modules, '--out', alone], () => undefined, '1')).code).toBe(0)
  const stopped = await inProcesses([...modules, '--out', shared], (text, stop) => {
    if (text.includes('judging')) stop()
  })
  expect([stopped.code, stopped.error]).toEqual([130, expect.stringContaining('the same command resumes it')])
  const { code, error } = await inProcesses([...modules, '--out', shared])
  expect([code, error]).toEqual([0, expect.stringContaining('2 processes on 2 cores')])
  expect(recordOf(shared)).toEqual(recordOf(alone))
  // Every process writes down itself, with the versions of all that it ran.
  for (const run of [alone, shared]) {
    const { trainedBy } = JSON.parse(readFileSync(join(run, 'long', 'task-0', 'task.json'), 'utf8'))
    expect(trainedBy.length).toBeGreaterThan(0)
    for (const by of trainedBy) {
      const packageVersions = { digon: expect.any(String), 'experiment long': expect.stringMatching(/^sha256 /) }
      expect(by).toMatchObject({ host: hostname(), backend: 'reference', packageVersions })
    }
  }
})

test('what a process finds wrong ends the command as if it had been found here', async () => {
  const args = [experiment('failing', 2, 10, 'fails'), '--out', join(folder, 'failing')]
  const { code, error } = await inProcesses(args)
  expect([code, error]).toEqual([2, expect.stringContaining('measure failed: invalid loss: 7; expected less')])
})

test('a process that dies again and again ends the command, and what is trained stays', async () => {
  const run = join(folder, 'dying')
  const { code, error } = await inProcesses([experiment('dying', 2, 10, 'dies'), '--out', run])
  expect([code, error]).toEqual([4, expect.stringContaining('workers end again and again, the last with SIGKILL')])
  expect(error).toContain('a worker ended with SIGKILL; another process takes over')
  expect(readFileSync(join(run, 'dying/task-0/task.json'), 'utf8')).toContain('"status": "finished"')
})
