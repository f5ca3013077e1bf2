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
  for (const { name, shareOfPeak } of shapes) {
    if (shareOfPeak === undefined) continue
    lines.push(
      `${name}, all active, on one thread: ${(100 * shareOfPeak).toFixed(0)} % of the peak in useful multiply-adds`,
    )
  }
  for (const [name, ratio] of Object.entries(geometricMean)) {
    lines.push(`${name}: ${ratio.toFixed(1)} times as long as wasm, geometric mean over the ensembles`)
  }
  return lines.join('\n')
}

function columnOf({ name, threads }: { name: string; threads: number }): string {
  return `${name}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`
}
