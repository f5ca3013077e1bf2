import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'
import { InterruptedError } from '../terminal.js'

/** `--checkpoint-seconds`, in this process. Sweeps of several processes have it in `killed-sweep.test.ts`, workers of a queue in `queued-sweep.test.ts`. */

let folder: string
const at = (name: string) => join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digon-pace-'))
  const common = 'model: { featureCount: 4, hiddenSize: 2 }\nbatchSize: 16\nsteps: 400\nlossEvery: 200\n'
  writeFileSync(
    at('spec.yaml'),
    `${common}checkpointEvery: 400\nmembers: { count: 1, seed: 1, data: { probability: 0.3 } }\n`,
  )
  writeFileSync(at('plan.yaml'), `${common}member: { data: { probability: 0.3 } }\nseed: 1\nevaluationSamples: 10\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** How many checkpoints a command kept on the way to the last step; each is gone when it has done its work. */
async function checkpointsOf(name: string, ...args: string[]): Promise<number> {
  let isEnded = false
  const command = digon(args).finally(() => {
    isEnded = true
  })
  const seen = new Set<string>()
  while (!isEnded) {
    const paths = existsSync(at(name)) ? (readdirSync(at(name), { recursive: true }) as string[]) : []
    for (const path of paths) if (/checkpoints\/\d+\.safetensors$/.test(path) && !path.includes('/400.')) seen.add(path)
    await turn()
  }
  const { code, error } = await command
  expect(code, error).toBe(0)
  return seen.size
}

const often = ['--checkpoint-seconds', '0.001']

test.each([
  ['train', 'spec.yaml', []],
  ['sweep', 'plan.yaml', ['--jobs', '1']],
])(
  'digon %s keeps checkpoints as often as it is told, and else not within ten seconds',
  async (command, file, more) => {
    const args = [command, at(file), '--backend', 'reference', ...more, '--out']
    expect(await checkpointsOf(`${command}-often`, ...args, at(`${command}-often`), ...often)).toBeGreaterThan(2)
    expect(await checkpointsOf(`${command}-seldom`, ...args, at(`${command}-seldom`))).toBe(0)
  },
)

test('digon resume does so, too', async () => {
  const args = ['sweep', at('plan.yaml'), '--backend', 'reference', '--jobs', '1', '--out', at('stopped')]
  expect((await digon(args, AbortSignal.abort(new InterruptedError('SIGTERM')))).code).toBe(75)
  expect(await checkpointsOf('stopped', 'resume', at('stopped'), '--jobs', '1', ...often)).toBeGreaterThan(2)
})

test('it is refused where there are no checkpoints to keep: for dictionaries, and where workers of a queue train', async () => {
  writeFileSync(at('dictionary.yaml'), 'kind: dictionary\n')
  const dictionary = await digon(['train', at('dictionary.yaml'), ...often])
  expect([dictionary.code, dictionary.error]).toEqual([2, expect.stringContaining('leave out --checkpoint-seconds')])
  const queued = await digon(['sweep', at('plan.yaml'), '--queue', 'redis://localhost:1', ...often])
  expect([queued.code, queued.error]).toEqual([2, expect.stringContaining('`digon worker` has')])
  expect((await digon(['train', at('spec.yaml'), '--checkpoint-seconds', '0'])).code).toBe(2)
})
