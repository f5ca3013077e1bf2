import { basename } from 'node:path'
import { readWeights } from '@digon/formats'
import { checkFinite } from '@digon/matrix'
import { type MemberSummary, type NamedShape, nameShapes, productName, summarizeMember } from '@digon/metrics'
import { memberParameters, memberWeights, type Parameters } from '@digon/model'
import { isFolder, readNamedFile } from '@digon/runs'
import type { Terminal } from '../terminal.js'
import { formatNumber, textTable } from '../text-table.js'
import { weightsFileOfRun } from './weights-of-run.js'

/** Over half a billion float32 weights. */
const maximumWeightsBytes = 2 ** 31 - 1

/** Reads weights from a file or a run, prints what @digon/metrics sees in them. */
export async function analyzeWeights(
  path: string,
  options: { readonly ensemble?: string; readonly json?: true },
  terminal: Terminal,
): Promise<void> {
  const file = (await isFolder(path)) ? await weightsFileOfRun(path, options.ensemble) : path
  const members = summarizeMembers(
    readWeights(await readNamedFile(file, { maximumBytes: maximumWeightsBytes }), basename(file)),
  )
  if (options.json) return terminal.out(JSON.stringify({ members }))
  terminal.out(
    textTable(
      [
        { title: 'member', align: 'right' },
        { title: 'represented', align: 'right' },
        { title: '‖W‖²', align: 'right' },
        { title: 'dimensions per feature', align: 'right' },
        { title: 'ΣD', align: 'right' },
        { title: 'shape', maximumWidth: 40 },
        { title: 'dimensionalities of the first features' },
      ],
      members.map(({ represented, frobeniusSquared, dimensionsPerFeature, features, shapes }, member) => [
        String(member),
        String(represented),
        formatNumber(frobeniusSquared),
        formatNumber(dimensionsPerFeature),
        formatNumber(features.reduce((sum, { dimensionality }) => sum + dimensionality, 0)),
        productName(shapes),
        `${features
          .slice(0, 8)
          .map(({ dimensionality }) => dimensionality.toFixed(2))
          .join(' ')}${features.length > 8 ? ' …' : ''}`,
      ]),
    ),
  )
}

/** Every metric of a member, and the shapes that its features form. */
export interface AnalyzedMember extends MemberSummary {
  readonly shapes: readonly NamedShape[]
}

/** @throws {ShapeError} when a weight is not a finite number. */
export function summarizeMembers(parameters: Parameters): readonly AnalyzedMember[] {
  const memberCount = parameters.weights!.shape[0]!
  return Array.from({ length: memberCount }, (_, member) => {
    const weights = memberWeights(parameters, member)
    checkFinite(weights, `weights of member ${member}`)
    const summary = summarizeMember(weights, memberParameters(parameters, member).bias?.values)
    return { ...summary, shapes: nameShapes(weights) }
  })
}
