/** Fixed batches of a member: whether they are sparse batches at all, and whether they fit the ensemble. */
import type { SparseBatch } from '@digon/data'
import { foundText, type Path, type Problem } from '@digon/messages'
import type { FixedBatches, Model } from './ensemble.js'
import type { Report } from './ensemble-problems.js'

/** The same batches when all is well; each batch reports the first thing that is wrong with it. */
export function completeBatches(
  given: FixedBatches,
  path: Path,
  model: Model,
  batchSize: number,
  report: Report,
): FixedBatches {
  for (const key of Object.keys(given)) {
    if (key !== 'kind' && key !== 'batches')
      report([...path, key], 'an unknown field', 'kind and batches alone', 'unknown-field')
  }
  const batches: unknown = given.batches
  if (!Array.isArray(batches) || batches.length === 0) {
    report([...path, 'batches'], foundText(batches), 'a list of at least one batch')
    return given
  }
  for (const [index, batch] of batches.entries()) {
    const wrong = batchProblem(batch, model.featureCount, batchSize)
    if (wrong !== undefined) report([...path, 'batches', index, ...wrong.path], wrong.found, wrong.expected)
  }
  return given
}

function batchProblem(found: unknown, featureCount: number, sampleCount: number): Problem | undefined {
  if (typeof found !== 'object' || found === null) {
    return { path: [], found: foundText(found), expected: 'a sparse batch' }
  }
  const batch = found as Partial<SparseBatch>
  if (batch.sampleCount !== sampleCount) return wrong('sampleCount', batch.sampleCount, `${sampleCount}, the batchSize`)
  if (batch.featureCount !== featureCount)
    return wrong('featureCount', batch.featureCount, `${featureCount}, as the model`)
  const { offsets, features, values } = batch
  if (!(offsets instanceof Uint32Array)) return wrong('offsets', offsets, 'a Uint32Array')
  if (!(features instanceof Uint32Array)) return wrong('features', features, 'a Uint32Array')
  if (!(values instanceof Float32Array)) return wrong('values', values, 'a Float32Array')
  return (
    offsetsProblem(offsets, sampleCount, features.length) ??
    entriesProblem({ sampleCount, featureCount, offsets, features, values })
  )
}

function offsetsProblem(offsets: Uint32Array, sampleCount: number, entryCount: number): Problem | undefined {
  if (offsets.length !== sampleCount + 1) {
    return { path: ['offsets'], found: `${offsets.length} offsets`, expected: `${sampleCount + 1}` }
  }
  for (let sample = 0; sample <= sampleCount; sample++) {
    const least = sample === 0 ? 0 : offsets[sample - 1]!
    const greatest = sample === 0 ? 0 : entryCount
    const offset = offsets[sample]!
    if (offset < least || offset > greatest) {
      return wrong(['offsets', sample], offset, `an integer from ${least} to ${greatest}`)
    }
  }
  const end = offsets[sampleCount]!
  return end === entryCount ? undefined : wrong(['offsets', sampleCount], end, `${entryCount}, the number of entries`)
}

function entriesProblem({ sampleCount, featureCount, offsets, features, values }: SparseBatch): Problem | undefined {
  if (values.length !== features.length) {
    return {
      path: ['values'],
      found: `${values.length} values`,
      expected: `${features.length}, one for every feature index`,
    }
  }
  for (let sample = 0; sample < sampleCount; sample++) {
    for (let entry = offsets[sample]!; entry < offsets[sample + 1]!; entry++) {
      const least = entry === offsets[sample] ? 0 : features[entry - 1]! + 1
      if (features[entry]! < least || features[entry]! >= featureCount) {
        return wrong(['features', entry], features[entry], `an integer from ${least} to ${featureCount - 1}`)
      }
      if (!Number.isFinite(values[entry])) return wrong(['values', entry], values[entry], 'a finite number')
    }
  }
  return undefined
}

function wrong(path: string | Path, value: unknown, expected: string): Problem {
  return { path: typeof path === 'string' ? [path] : path, found: foundText(value), expected }
}
