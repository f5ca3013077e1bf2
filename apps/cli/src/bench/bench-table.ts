import { stageNames } from '@digon/model/bench'
import { formatNumber, textTable } from '../text-table.js'
import type { BenchDocument } from './bench-document.js'

/** The bench for people: milliseconds a step with the ratio to `wasm` on all threads, and the share of the peak reached. */
export function benchTable({ machine, peakMultiplyAddsPerSecond, shapes, geometricMean }: BenchDocument): string {
  const engines = [...new Set(shapes.flatMap((shape) => shape.engines.map(columnOf)))]
  const rows = shapes.map((shape) => [
    shape.name,
    ...engines.map((column) => {
      const engine = shape.engines.find((candidate) => columnOf(candidate) === column)
      if (engine === undefined) return '–'
      return `${formatNumber(Number(engine.millisecondsPerStep.toPrecision(3)))} (${formatNumber(Number(engine.ratio.toPrecision(3)))})`
    }),
  ])
  const lines = [
    machine,
    `peak of one core: ${(peakMultiplyAddsPerSecond / 1e9).toFixed(1)} billion multiply-adds a second (128-bit SIMD, registers only)`,
    '',
    'milliseconds a step (ratio to wasm on all threads)',
    textTable([{ title: 'shape' }, ...engines.map((title) => ({ title, align: 'right' as const }))], rows),
    '',
  ]
  lines.push(...limitLines(shapes))
  for (const [name, ratio] of Object.entries(geometricMean)) {
    lines.push(`${name}: ${ratio.toFixed(1)} times as long as wasm, geometric mean over the ensembles`)
  }
  return lines.join('\n')
}

/** How far one thread is from the peak, with all stages of a step at it. */
function limitLines(shapes: BenchDocument['shapes']): string[] {
  const rows = shapes.flatMap(({ name, shareOfPeak, stageBound }) => {
    if (shareOfPeak === undefined || stageBound === undefined) return []
    const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
    const milliseconds = (time: number): string => formatNumber(Number(time.toPrecision(3)))
    const stages = stageNames.map((stage) => milliseconds(stageBound.stages[stage]))
    const { millisecondsPerStep, reached, liveShare } = stageBound
    return [
      [name, percent(shareOfPeak), milliseconds(millisecondsPerStep), percent(reached), percent(liveShare), ...stages],
    ]
  })
  if (rows.length === 0) return []
  const titles = ['of the peak', 'bound', 'reached', 'live', ...stageNames]
  const columns = titles.map((title) => ({ title, align: 'right' as const }))
  return [
    'one thread: products as a share of the peak; the least milliseconds of a step, how much of that is reached, and by stage',
    textTable([{ title: 'shape' }, ...columns], rows),
    '',
  ]
}

function columnOf({ name, threads }: { name: string; threads: number }): string {
  return `${name}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`
}
