import { expect, test } from 'vitest'
import { engineModule } from '../engine-module.js'
import { createExecutor } from './executor.js'
import { createAnswer } from './worker-program.js'

test('a worker writes, calls and reads, and knows a module that it was sent once', async () => {
  const answer = createAnswer(createExecutor())
  const module = await engineModule('deterministic')
  const bytes = Uint8Array.of(1, 2, 3, 4)
  const opening = { kind: 'open', key: 'a', byteLength: 1 << 17, writes: [{ address: 65536, bytes }] } as const
  expect(answer({ ...opening, request: 1, id: 7, module })).toEqual({ request: 1 })
  expect(answer({ ...opening, request: 2, id: 8, module: undefined })).toEqual({ request: 2 })
  const pointer = new Uint8Array(Uint32Array.of(65536).buffer)
  const reply = answer({
    kind: 'run',
    request: 3,
    id: 8,
    work: { writes: [{ address: 70000, bytes: pointer }], reads: [{ address: 70000, indirect: true, byteLength: 4 }] },
  })
  expect(reply).toEqual({ request: 3, result: { value: 0, reads: [bytes] } })
  expect(answer({ kind: 'close', request: 4, id: 8 })).toEqual({ request: 4 })
})

test('what fails in a worker comes back as name and message', async () => {
  const answer = createAnswer(createExecutor())
  const module = await engineModule('deterministic')
  const reply = answer({ kind: 'open', request: 5, id: 1, key: 'a', module, byteLength: 2 ** 40, writes: [] })
  expect(reply.request).toBe(5)
  expect(reply.error?.name).toMatch(/RangeError|TypeError/)
  expect(reply.error?.message).not.toBe('')
})
