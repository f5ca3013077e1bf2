import {
  comparePairs,
  compareStatistics,
  completeLaw,
  expectedStatistics,
  type FeatureLaw,
  InvalidLawError,
  observedStatistics,
  sampleBatch,
  streamVersion,
} from '@digon/data'
import { readYaml, writeNpz, type YamlSource } from '@digon/formats'
import { openOutput, readNamedText } from '@digon/runs'
import { jsonText } from '../json-text.js'
import type { Terminal } from '../terminal.js'
import { formatNumber, textTable } from '../text-table.js'

export interface SampleOptions {
  readonly samples: number
  readonly out: string
  readonly seed: number
  readonly step: number
  readonly json?: true
}

/** A number for each of some million features. */
const maximumLawBytes = 1 << 26

/** Laws whose features depend on one another in ways that groups do not say. */
const dependent: readonly string[] = ['hierarchy', 'copula', 'latent']
/** All pairs of so many features take about 35 MB. */
const mostPairedFeatures = 2048

/** Draws one batch and writes it as compressed rows (`offsets`, `features`, `values`, `shape`). */
export async function sampleToFile(lawFile: string, options: SampleOptions, terminal: Terminal): Promise<void> {
  const { samples: sampleCount, seed, step, out } = options
  const { law, featureCount } = readLaw(await readNamedText(lawFile, { maximumBytes: maximumLawBytes }), lawFile)
  const output = await openOutput(out, [lawFile])
  const batch = sampleBatch(law, { featureCount, seed, step, sampleCount })
  const groups = law.kind === 'independent' ? law.groups : undefined
  const pair = dependent.includes(law.kind) && featureCount <= mostPairedFeatures ? comparePairs(law, batch) : undefined
  const comparisons = [
    ...compareStatistics(expectedStatistics(law, featureCount), observedStatistics([batch], groups)),
    ...(pair === undefined ? [] : [pair]),
  ]
  await output.write(
    writeNpz({
      offsets: { shape: [batch.offsets.length], values: batch.offsets },
      features: { shape: [batch.features.length], values: batch.features },
      values: { shape: [batch.values.length], values: batch.values },
      shape: { shape: [2], values: new Uint32Array([sampleCount, featureCount]) },
    }),
    terminal.signal,
  )
  if (options.json) {
    // The fields' names are kept for the programs that read them.
    const statistics = comparisons.map(
      ({ quantity, expected: asked, observed: realised, standardError, deviation }) => {
        return { quantity, asked, realised, standardError, deviation }
      },
    )
    const facts = { file: out, featureCount, samples: sampleCount, seed, step, streamVersion, statistics }
    return terminal.out(jsonText(facts))
  }
  terminal.out(
    textTable(
      [
        { title: 'quantity' },
        { title: 'expected', align: 'right' },
        { title: 'observed', align: 'right' },
        { title: 'standard deviations off', align: 'right' },
      ],
      comparisons.map(({ quantity, expected, observed, deviation }) => [
        quantity,
        formatNumber(expected),
        formatNumber(observed),
        deviation.toFixed(1),
      ]),
    ),
  )
  terminal.out(`\n${sampleCount} samples, ${batch.features.length} active features: ${out}`)
}

/** A law file is a feature law with the number of features beside it; a law without `kind` is `independent`. */
export function readLaw(text: string, file: string): { law: FeatureLaw; featureCount: number } {
  const source = readYaml(text, file)
  const { value } = source
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw source.refuse([{ path: [], found: 'not a mapping', expected: 'a feature law with its featureCount' }])
  }
  const { featureCount, ...described } = value as Record<string, unknown>
  if (
    typeof featureCount !== 'number' ||
    !Number.isInteger(featureCount) ||
    featureCount < 1 ||
    featureCount >= 2 ** 32
  ) {
    const found = featureCount === undefined ? 'nothing' : String(featureCount)
    throw source.refuse([{ path: ['featureCount'], found, expected: `an integer from 1 to ${2 ** 32 - 1}` }])
  }
  return { law: checkedLaw(described, featureCount, source), featureCount }
}

function checkedLaw(law: unknown, featureCount: number, source: YamlSource): FeatureLaw {
  try {
    return completeLaw(law, featureCount)
  } catch (failure) {
    if (!(failure instanceof InvalidLawError)) throw failure
    throw source.refuse([failure])
  }
}
