import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isProcessAlive, processSpace, processStart } from './process-life.js'

test('this process and its parent live, one that has ended does not', async () => {
  expect(await isProcessAlive(process.pid, await processStart(process.pid))).toBe(true)
  expect(await isProcessAlive(process.ppid, undefined)).toBe(true)
  const ended = spawnSync(process.execPath, ['-e', '']).pid
  expect(await isProcessAlive(ended, undefined)).toBe(false)
  expect(await processStart(ended)).toBeUndefined()
})

test.skipIf(process.platform !== 'linux')(
  'a number that has gone to another process is not alive (Linux only)',
  async () => {
    const start = await processStart(process.pid)
    expect(start).toMatch(/^\d+$/)
    expect(await isProcessAlive(process.pid, `${start}0`)).toBe(false)
  },
)

test.skipIf(process.platform !== 'linux')(
  'a killed process whose parent has not noticed is not alive (Linux only)',
  async () => {
    // The shell replaces itself by a program that never asks after its child.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'])
    try {
      const [output] = (await once(parent.stdout, 'data')) as [Buffer]
      const pid = Number(output.toString())
      expect(await isProcessAlive(pid, undefined)).toBe(true)
      process.kill(pid, 'SIGKILL')
      await expect.poll(() => isProcessAlive(pid, undefined)).toBe(false)
      // Its number is still taken.
      expect(() => process.kill(pid, 0)).not.toThrow()
    } finally {
      parent.kill('SIGKILL')
    }
  },
)

const canUnshare = spawnSync('unshare', ['--pid', '--fork', 'true']).status === 0
describe.skipIf(!canUnshare)(
  'a process in a namespace of its own, as in a container (needs the right to make one)',
  () => {
    const program = fileURLToPath(new URL('process-life.test-support.mjs', import.meta.url))
    test.each([
      ['with its own /proc', ['--mount-proc']],
      ['with the /proc of the host, whose numbers are others', []],
    ])('%s, is found alive by itself and has a space of its own', async (_, more) => {
      const { stdout } = spawnSync('unshare', ['--pid', '--fork', ...more, process.execPath, program], {
        encoding: 'utf8',
      })
      const found = JSON.parse(stdout) as { space: string; start?: string }
      expect(found).toMatchObject({ lives: true, livesByNumber: true })
      expect(found.start === undefined).toBe(more.length === 0)
      const [here, there] = [await processSpace(), found.space].map((space) => space!.split(' '))
      expect(there![0], 'the same boot').toBe(here![0])
      expect(there![1], 'another namespace').toMatch(/^pid:\[\d+\]$/)
      expect(there![1]).not.toBe(here![1])
    })
  },
)
