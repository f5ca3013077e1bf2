import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'
import { exitCode } from '../exit-code.js'

let folder: string
let spec: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digon-fallback-'))
  spec = join(folder, 'spec.yaml')
  writeFileSync(
    spec,
    'model: { featureCount: 3, hiddenSize: 2 }\nshared: { data: { probability: 0.5 } }\nmembers: { count: 2, seed: 1 }\nsteps: 5\n',
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('an unknown fallback is refused before anything is trained or written, with the name that was meant', async () => {
  const out = join(folder, 'refused')
  const { code, error } = await digon(['train', spec, '--fallback', 'wsm', '--out', out])
  expect(code).toBe(exitCode.usage)
  expect(error).toContain('unknown backend: wsm (did you mean wasm?); one of auto, wasm')
  expect(existsSync(out)).toBe(false)
})

test.each(['auto', 'reference'])(
  'with the fallback %s a run whose device is not lost ends as without',
  async (name) => {
    const run = async (...more: string[]) => {
      const out = join(folder, `${name}${more.length}`)
      const {
        code,
        out: text,
        error,
      } = await digon(['train', spec, '--backend', 'reference', '--json', '--out', out, ...more])
      expect(code, error).toBe(exitCode.done)
      return JSON.parse(text) as { id: string; losses: number[]; backend: string }
    }
    const [without, with_] = [await run(), await run('--fallback', name)]
    expect(with_).toMatchObject({ id: without.id, losses: without.losses, backend: 'reference' })
  },
)
