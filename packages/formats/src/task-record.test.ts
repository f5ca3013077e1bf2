import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.js'
import { InvalidFileError } from './invalid-file.js'
import { readTaskRecord, type TaskRecord, tasksDigest, writeTaskRecord } from './task-record.js'

const record: TaskRecord = {
  schemaVersion: 2,
  id: 'ab'.repeat(32),
  status: 'finished',
  seconds: 1.5,
  worker: 'process 1 on here',
  trainedBy: [
    {
      fromStep: 0,
      host: 'here',
      machine: 'a processor, 2 cores',
      backend: 'gpu',
      arithmetic: 'float32',
      packageVersions: { digon: '0.1.0' },
      probe: { available: true, device: { description: 'a device', kind: 'gpu', limits: { maxBufferBytes: 1024 } } },
      supports: { supported: true },
    },
  ],
  backendChanges: [{ from: 'gpu', to: 'wasm', step: 3, reason: 'lost', snapshotAgeInSeconds: 0.5, passedOver: [] }],
  diverged: [{ member: 1, step: 2 }],
  files: { 'weights.safetensors': { bytes: 1, sha256: 'cd'.repeat(32) } },
}

test('a record is read back as written', () => {
  expect(readTaskRecord(writeTaskRecord(record), 'task.json')).toEqual(record)
})

test('a record of before it said who trained the task is read, with nobody in it', () => {
  const { trainedBy: _, ...old } = record
  expect(readTaskRecord(canonicalJson(old), 'task.json')).toEqual({ ...record, trainedBy: [] })
})

test.each<[what: string, change: object, message: string]>([
  ['of another schema', { schemaVersion: 3 }, 'task.json: invalid schemaVersion: expected 2'],
  ['with a path out of the folder', { files: { '../x': record.files['weights.safetensors'] } }, 'files.../x: expected'],
  ['with an unknown field', { extra: 1 }, 'content: expected'],
  [
    'with a device of no kind',
    { trainedBy: [{ ...record.trainedBy[0], probe: { available: true, device: {} } }] },
    'trainedBy.0.probe',
  ],
  ['with an unknown status', { status: 'interrupted' }, 'status: expected running or finished'],
])('a record %s is refused', (_, change, message) => {
  const text = canonicalJson({ ...record, ...change })
  expect(() => readTaskRecord(text, 'task.json')).toThrow(InvalidFileError)
  expect(() => readTaskRecord(text, 'task.json')).toThrow(message)
})

test('the digest of tasks depends on what came out of each and on its folder, not on who made it and how long it took', async () => {
  const digest = (changed: Partial<TaskRecord>, folder = 'a') =>
    tasksDigest(new Map([[folder, { ...record, ...changed }]]))
  const same = await digest({})
  expect(await digest({ seconds: 9, worker: 'process 2 on there', trainedBy: [] })).toBe(same)
  expect(await digest({}, 'b')).not.toBe(same)
  expect(await digest({ diverged: [] })).not.toBe(same)
  expect(await digest({ files: {} })).not.toBe(same)
})
