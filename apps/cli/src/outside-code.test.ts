import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Backend } from '@digon/model'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { digon } from './command-line.test-support.js'

/** Engines and experiments that are named by their modules. */

const folder = mkdtempSync(join(tmpdir(), 'digon-outside-'))
const examples = join(import.meta.dirname, '..', '..', '..', 'examples')
const engine = join(examples, 'backend-template', 'engine.mjs')
const experiment = join(examples, 'experiment', 'antipodal-pairs.mjs')
const spec = join(folder, 'spec.yaml')
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
beforeAll(() => {
  file(
    'spec.yaml',
    'model: { featureCount: 3, hiddenSize: 2 }\nmembers: { seed: 1, data: { probability: 0.5 } }\nsteps: 5\nrecord: [1]\n',
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Record {
  readonly backend: string
  readonly arithmetic: string
  readonly packageVersions: Readonly<globalThis.Record<string, string>>
}
const recordOf = (run: string) => JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as Record

test('a module that exports an engine trains; its name, arithmetic and hash go into the run', async () => {
  const out = join(folder, 'run')
  const { code, error } = await digon(['train', spec, '--backend', engine, '--out', out])
  expect([code, error]).toEqual([0, expect.stringContaining('backend template: JavaScript, one core')])
  const { backend, arithmetic, packageVersions } = recordOf(out)
  expect([backend, arithmetic]).toEqual(['template', 'float64'])
  expect(packageVersions['engine template']).toMatch(/^sha256 [0-9a-f]{64}$/)
})

test('what the engine said of its device and of the ensemble, its arithmetic and version stand in the record of its task', async () => {
  const out = join(folder, 'run')
  await digon(['train', spec, '--backend', engine, '--out', out])
  const { trainedBy } = JSON.parse(readFileSync(join(out, 'task.json'), 'utf8')) as { trainedBy: unknown[] }
  const { packageVersions } = recordOf(out)
  const { default: backend } = (await import(engine)) as { default: Backend }
  const probe = await backend.probe()
  expect(trainedBy).toEqual([
    {
      ...{ fromStep: 0, host: hostname(), machine: expect.stringMatching(/\d+ cores?$/), packageVersions },
      ...{ backend: 'template', arithmetic: 'float64', probe, supports: { supported: true } },
    },
  ])
  const shown = await digon(['status', out])
  expect(shown.out).toContain(`trained by: template, float64, on JavaScript, one core; ${hostname()}: `)
  expect(shown.out).toMatch(/, engine template sha256 [0-9a-f]{12}, node [0-9.]+; 1 task$/)
  const { trainers } = JSON.parse((await digon(['status', out, '--json'])).out) as { trainers: unknown[] }
  expect(trainers).toEqual([expect.objectContaining({ backend: 'template', probe, tasks: 1 })])
})

test.each([
  ['probe', 'probe: async () => ({ available: true, device: { description: 3 } })', 'expected { available: true'],
  ['probe', 'probe: async () => undefined', 'it gave nothing; expected { available: true'],
  ['supports', 'supports: () => true', 'it gave true; expected { supported: true }'],
])('an engine whose %s gives something else (%s) is refused', async (call, wrong, message) => {
  const text = `import original from ${JSON.stringify(engine)}\nexport default { ...original, ${wrong} }`
  const module = file(`wrong-answer-${wrong.length}.mjs`, text)
  const { code, error } = await digon(['train', spec, '--backend', module, '--out', join(folder, 'none')])
  expect([code, error]).toEqual([2, expect.stringContaining(`${call} failed: `)])
  expect(error).toContain(message)
})

test('digon backends says whether an engine from outside runs here', async () => {
  const { code, out } = await digon(['backends', '--backend', engine, '--json'])
  expect([code, JSON.parse(out)]).toEqual([
    0,
    [
      {
        ...{ name: 'template', arithmetic: 'float64', version: expect.stringMatching(/^sha256 /) },
        ...{ available: true, device: expect.objectContaining({ kind: 'cpu' }) },
      },
    ],
  ])
})

test('an installed package that exports a function which makes an engine is named package:NAME', async () => {
  const home = join(folder, 'node_modules', 'mine')
  mkdirSync(home, { recursive: true })
  writeFileSync(
    join(home, 'package.json'),
    JSON.stringify({ version: '1.2.3', exports: { '.': { import: './made.mjs' } } }),
  )
  // Node itself loads what is in node_modules, so the test hands the engine over instead of importing its sources there.
  vi.stubGlobal('engineForTest', (await import(engine)).default)
  writeFileSync(join(home, 'made.mjs'), "export default () => ({ ...globalThis.engineForTest, name: 'mine' })")
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(folder)
  const out = join(folder, 'packaged')
  const { code, error } = await digon(['train', spec, '--backend', 'package:mine', '--out', out])
  expect([code, error]).toEqual([0, expect.stringContaining('backend mine')])
  expect(recordOf(out)).toMatchObject({ backend: 'mine', packageVersions: { 'engine mine': '1.2.3' } })
  expect((await digon(['train', spec, '--backend', 'package:none'])).error).toContain(`no package none from ${folder}`)
  cwd.mockRestore()
  vi.unstubAllGlobals()
})

const wrong: readonly (readonly [what: string, text: string, message: string])[] = [
  [
    'has no default export',
    'export const name = 1',
    'its default export is nothing; expected a Backend of @digon/model',
  ],
  [
    'has a name of ours',
    "export default { name: 'wasm', arithmetic: 'x' }",
    'name is "wasm"; expected a name that none of ours',
  ],
  [
    'has a name in upper case',
    "export default { name: 'Mine', arithmetic: 'x' }",
    'name is "Mine"; expected a name in lower case',
  ],
  ['says no arithmetic', "export default { name: 'mine' }", 'arithmetic is nothing; expected a name in lower case'],
  [
    'cannot open',
    "export default { name: 'm', arithmetic: 'x', probe() {}, supports() {} }",
    'open is nothing; expected a function',
  ],
  ['does not parse', 'export default {', 'it cannot be loaded ('],
  ['imports what is not there', "import '@digon/nothing'", 'install the packages that it imports beside it'],
]
test.each(wrong)('an engine whose module %s is refused with what would be right', async (what, text, message) => {
  const { code, error } = await digon(['train', spec, '--backend', file(`${what.replaceAll(' ', '-')}.mjs`, text)])
  expect(code).toBe(2)
  expect(error).toContain(message.replace('none of ours', 'no built-in backend has'))
})

test('an experiment from outside is reproduced, its hash written down, its figures drawn again', async () => {
  const out = join(folder, 'reproduced')
  const { code, out: results } = await digon(['reproduce', experiment, '--jobs', '1', '--out', out, '--json'])
  expect([code, results]).toEqual([0, expect.stringContaining('"holds":true')])
  expect(recordOf(out).packageVersions['experiment antipodal-pairs']).toMatch(/^sha256 /)
  const figures = ['plot', out, '--format', 'vl.json', '--out', join(folder, 'figures')]
  const { out: paths } = await digon([...figures, '--experiment', experiment])
  expect(paths).toContain('antipodal-pairs-losses.vl.json')
  expect((await digon(['analyze', out])).code).toBe(0)
})

test('figures that cannot be made or drawn are named on stderr and in the report, and the others are drawn', async () => {
  const module = file(
    'half-drawn.mjs',
    `import original from ${JSON.stringify(experiment)}
    const figures = (numbers) => {
      const [sound] = original.figures(numbers)
      const noMark = () => ({ ...sound.make(), name: 'no-mark', specification: { mark: 7 } })
      return [{ ...original.figures([])[0], name: 'no-numbers' }, { name: 'no-mark', make: noMark }, sound]
    }
    export default { ...original, id: 'half-drawn', figures }`,
  )
  const out = join(folder, 'half-drawn')
  const { code, error, out: results } = await digon(['reproduce', module, '--jobs', '1', '--out', out, '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(results).experiments[0].figures).toEqual(
    ['svg', 'png', 'vl.json'].map((ending) => join(out, 'figures', `half-drawn-losses.${ending}`)),
  )
  const report = readFileSync(join(out, 'report.html'), 'utf8')
  for (const name of ['half-drawn-no-numbers', 'half-drawn-no-mark']) {
    expect(error).toContain(`figure ${name} cannot be drawn`)
    expect(report).toContain(`The figure ${name} could not be drawn`)
  }
  expect(report).toContain('Loss of each restart, best first')
  const again = await digon(['plot', out, '--experiment', module, '--out', join(folder, 'half-again')])
  expect([again.code, again.error]).toEqual([0, expect.stringContaining('half-drawn-no-mark cannot be drawn')])
})

test('an experiment that is none, or has an id of ours, is refused before anything is trained', async () => {
  const none = await digon(['reproduce', file('none.mjs', 'export default {}'), '--out', join(folder, 'never')])
  expect([none.code, none.error]).toEqual([2, expect.stringContaining('id is nothing; expected a name in lower case')])
  const intro = await digon(['reproduce', file('intro.mjs', "export default { id: 'intro' }")])
  expect(intro.error).toContain('id is "intro"; expected an id that no built-in experiment has')
})

const failing = (body: string) =>
  `import engine from ${JSON.stringify(engine)}
   const open = async (...given) => { const session = await engine.open(...given); return { ...session, ${body} } }
   export default { ...engine, name: 'failing', open }`
const failures: readonly (readonly [what: string, body: string, message: string])[] = [
  ['throws in a step', `advance: async () => { throw new TypeError('boom') }`, 'advance failed: boom'],
  [
    'leaves a number that is not finite in the weights',
    `snapshot: async () => { const taken = await session.snapshot(); taken.parameters.weights.values[1] = NaN; return taken }`,
    'snapshot failed: weights of member 0 is NaN; expected the last finite parameters',
  ],
  [
    'reports weights that are not finite on the way',
    `parameters: async () => { const given = await session.parameters(); given.bias.values[0] = Infinity; return given }`,
    'parameters failed: bias of member 0 is Infinity; expected the last finite parameters',
  ],
  [
    'gives back other tensors',
    `snapshot: async () => ({ ...await session.snapshot(), parameters: {} })`,
    'snapshot failed: invalid snapshot.parameters.weights: missing',
  ],
]
test.each(failures)(
  'an engine from outside that %s is named, and leaves no finished run',
  async (what, body, message) => {
    const module = file(`${what.replaceAll(' ', '-')}.mjs`, failing(body))
    const out = join(folder, what.replaceAll(' ', '-'))
    for (const time of ['first', 'again']) {
      const { code, error } = await digon(['train', spec, '--backend', module, '--out', out])
      expect([time, code]).toEqual([time, 2])
      expect(error).toContain(`error: ${module}: ${message}`)
      expect(error).toContain('the fault is in this module')
      expect(error).not.toMatch(/bug in digon|finished before/)
    }
  },
)

test('an experiment from outside that throws is named', async () => {
  const module = file(
    'throws.mjs',
    `import original from ${JSON.stringify(experiment)}
    export default { ...original, id: 'throws', measure: () => { throw new Error('boom') } }`,
  )
  const { code, error } = await digon(['reproduce', module, '--jobs', '1', '--out', join(folder, 'throws')])
  expect(code).toBe(2)
  expect(error).toContain(`${module}: measure failed: boom; the fault is in this module`)
})

test('a fault from outside that throws is named', async () => {
  const module = file(
    'fault.mjs',
    `export const name = 'mine'\nexport const trained = () => { throw new Error('boom') }`,
  )
  const { code, error } = await digon(['audit', experiment, '--fault', module, '--jobs', '1'])
  expect(code).toBe(2)
  expect(error).toContain(`${module}: trained failed: boom; the fault is in this module`)
})
