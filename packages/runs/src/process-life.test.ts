import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { isProcessAlive, processStart } from './process-life.js'

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
