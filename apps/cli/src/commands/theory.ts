import { type Command, InvalidArgumentError } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { jsonText } from '../json-text.js'
import { integerOption } from '../options.js'
import { formatNumber, textTable } from '../text-table.js'

/** `digon theory …`: closed forms and exact losses as numbers; nothing is trained. */
export function addTheoryCommand(program: Command, { terminal }: CommandContext): void {
  const theory = program
    .command('theory')
    .description('compute what the theory predicts, without training')
    .helpCommand(false)

  /** One table for people, one JSON document (its rows as records) for machines. */
  const print = (rows: readonly Readonly<Record<string, number | string>>[], json: true | undefined): void => {
    if (json) {
      terminal.out(jsonText(rows))
      return
    }
    const names = Object.keys(rows[0] ?? {})
    terminal.out(
      textTable(
        names.map((title) => ({ title, align: typeof rows[0]![title] === 'number' ? 'right' : 'left' })),
        rows.map((row) => names.map((name) => cell(row[name]!))),
      ),
    )
  }

  theory
    .command('linear')
    .description(
      'the best linear model: V(p) · Σ I_i over the features that do not fit (averaged over features, as in training)',
    )
    .requiredOption('--features <n>', 'number of features', integerOption(1, 1_000_000))
    .requiredOption('--hidden <m>', 'hidden dimensions', integerOption(0, 1_000_000))
    .requiredOption('--probability <p>', 'P(feature is active)', numberOption(0, 1))
    .option('--base <x>', 'importance of feature i is baseⁱ', numberOption(0, Number.MAX_VALUE), 1)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample: digon theory linear --features 20 --hidden 5 --base 0.7 --probability 0.1')
    .action(async ({ features, hidden, probability, base, json }) => {
      const { linearOptimum } = await import('@digon/theory')
      const importance: number[] = []
      for (let i = 0, value = 1; i < features; i++, value *= base) importance.push(value)
      const { learned, loss } = linearOptimum({ probability, importance }, hidden)
      print([{ learned: learned.length, loss, lossSummedOverFeatures: loss * features }], json)
    })

  theory
    .command('polygons')
    .description('regular k-gons when one feature is active at a time: norm, bias, h_k and L(k, k)')
    .option('--up-to <k>', 'largest k', integerOption(3, 12), 6)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample: digon theory polygons --up-to 8')
    .action(async ({ upTo, json }) => {
      const { oneSparsePolygon, oneSparsePolygonLoss } = await import('@digon/theory')
      const corners = Array.from({ length: upTo - 2 }, (_, index) => index + 3)
      print(
        corners.map((k) => {
          const { radius, bias, height } = oneSparsePolygon(k)
          return { corners: k, norm: radius, bias, height, loss: oneSparsePolygonLoss(k, k) }
        }),
        json,
      )
    })

  theory
    .command('polytopes')
    .description(
      'compare regular shapes of many equal features: loss reduction per dimension (dedicated = 1), norm, bias',
    )
    .requiredOption('--probability <p>', 'P(feature is active), above 0', numberOption(0, 1))
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample: digon theory polytopes --probability 0.05')
    .action(async ({ probability, json }) => {
      const { polytopeOptimum } = await import('@digon/theory')
      const names = ['digon', 'triangle', 'tetrahedron', 'pentagon', 'hexagon', 'square antiprism'] as const
      print(
        names.map((shape) => {
          const { featureCount, hiddenSize, radius, bias, loss, gainPerDimension } = polytopeOptimum(shape, probability)
          return { shape, features: featureCount, dimensions: hiddenSize, gainPerDimension, norm: radius, bias, loss }
        }),
        json,
      )
    })

  theory
    .command('phase')
    .description('the phase diagram at one point: losses of the four states, the boundary, the exact optimum')
    .requiredOption('--importance <r>', 'importance of the extra feature relative to the others', numberOption(0, 1e6))
    .requiredOption('--probability <p>', 'P(feature is active)', numberOption(0, 1))
    .option('--hidden <m>', 'hidden dimensions: 1 (two features) or 2 (three)', integerOption(1, 2), 1)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample: digon theory phase --importance 0.5 --probability 0.2')
    .action(async ({ importance, probability, hidden, json }) => {
      const { phaseBoundary, phaseCandidates, phaseOptimum } = await import('@digon/theory')
      const hiddenSize = hidden === 1 ? 1 : 2
      const setting = { hiddenSize, relativeImportance: importance, probability } as const
      print(
        [
          ...phaseCandidates(setting).map(({ name, loss }) => ({ state: name as string, loss })),
          { state: 'exact optimum, weights and biases free', loss: phaseOptimum(setting).loss },
          { state: 'exact optimum without bias', loss: phaseOptimum(setting, { freeBias: false }).loss },
        ],
        json,
      )
      if (!json)
        terminal.out(`\nsuperposition is best below p = ${formatNumber(phaseBoundary(hiddenSize, importance))}`)
    })
}

/** A finite number within [minimum, maximum], both included. */
function numberOption(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!(value >= minimum && value <= maximum)) {
      const range = maximum === Number.MAX_VALUE ? `a number ≥ ${minimum}` : `a number from ${minimum} to ${maximum}`
      throw new InvalidArgumentError(`expected ${range}`)
    }
    return value
  }
}

/** Optima are found to about 1e-9: what lies below is shown as the 0 that it means. */
function cell(value: number | string): string {
  if (typeof value === 'string') return value
  return Math.abs(value) < 1e-8 ? '0' : formatNumber(value)
}
