import { basename, dirname, extname, join } from 'node:path'
import { type FileTensors, type OpenedModel, writeNpz, writeTorch } from '@digon/formats'
import { isFolder, openOutput, openRun, taskOfRun } from '@digon/runs'
import { jsonText } from '../json-text.js'
import type { Terminal } from '../terminal.js'
import { isForeignFolder, type NamedWeightsOptions, openNamedModel } from '../weights/open-named-weights.js'
import { checkArrays, isCheckable } from './check-batches.js'
import { checkScript } from './check-script.js'

export interface ExportWeightsOptions extends NamedWeightsOptions {
  readonly to: 'torch' | 'npz' | 'csv'
  readonly out: string
  readonly json?: true
}

/**
 * Weights of a run, or of any file, for other programs, under the names of the official notebook. Torch weights of a training run come
 * with a script that checks them.
 */
export async function exportWeights(path: string, options: ExportWeightsOptions, terminal: Terminal): Promise<void> {
  const opened = await openNamedModel(path, options)
  const { out, to } = options
  const written: string[] = []
  const write = async (file: string, content: Uint8Array | string): Promise<void> => {
    const output = await openOutput(file, [path])
    await output.write(content, terminal.signal)
    written.push(file)
  }
  const tensors = officialNames(opened)
  if (to === 'csv') await write(out, csv(opened))
  else await write(out, to === 'npz' ? writeNpz(tensors) : writeTorch(tensors))
  const ensemble = to === 'torch' ? await ensembleOf(path) : undefined
  if (ensemble !== undefined && isCheckable(ensemble)) {
    const name = basename(out, extname(out))
    await write(join(dirname(out), `${name}-check.npz`), writeNpz(await checkArrays(ensemble, opened.parameters)))
    await write(join(dirname(out), `${name}-check.py`), checkScript(name, ensemble))
  }
  const { reading, notes } = opened
  if (options.json) return terminal.out(jsonText({ reading, notes, written }))
  terminal.out([reading, ...notes, ...written].join('\n'))
}

const official: ReadonlyMap<string, string> = new Map([
  ['weights', 'W'],
  ['outputWeights', 'W_out'],
  ['bias', 'b_final'],
  ['hiddenBias', 'b_hidden'],
])

function officialNames({ parameters }: OpenedModel): FileTensors {
  return Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [official.get(name) ?? name, tensor]))
}

async function ensembleOf(path: string) {
  if (!(await isFolder(path)) || (await isForeignFolder(path))) return undefined
  const run = await openRun(path)
  const { spec } = run.record
  return spec.kind === 'train' ? (await taskOfRun(run, spec)).ensemble : undefined
}

/** One row for each member and feature: its bias, its row of W and, where the model is untied, its column of W_out. */
function csv({ parameters }: OpenedModel): string {
  const { weights, outputWeights, bias } = parameters
  const [members, features, hidden] = weights!.shape as [number, number, number]
  const columns = (name: string): string[] => Array.from({ length: hidden }, (_, h) => `${name}_${h}`)
  const header = [
    'member',
    'feature',
    ...(bias ? ['bias'] : []),
    ...columns('w'),
    ...(outputWeights ? columns('v') : []),
  ]
  const lines = [header.join(',')]
  for (let member = 0; member < members; member++) {
    for (let feature = 0; feature < features; feature++) {
      const row = member * features + feature
      const back = Array.from({ length: outputWeights ? hidden : 0 }, (_, h) => {
        return outputWeights!.values[(member * hidden + h) * features + feature]!
      })
      const own = weights!.values.subarray(row * hidden, (row + 1) * hidden)
      lines.push([member, feature, ...(bias ? [bias.values[row]!] : []), ...own, ...back].join(','))
    }
  }
  return `${lines.join('\r\n')}\r\n`
}
