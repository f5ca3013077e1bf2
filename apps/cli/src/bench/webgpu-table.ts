import { formatNumber, textTable } from '../text-table.js'
import type { WebgpuBenchDocument } from './bench-document.js'

/** The WebGPU bench for people: milliseconds and dispatches a step, how many times the fused engine is as fast, cost per member. */
export function webgpuTable({ machine, device, shapes }: WebgpuBenchDocument): string {
  const rows = shapes.map(({ name, members, engines }) => {
    const [wasm, fused, general] = ['wasm', 'webgpu', 'tfjs-webgpu'].map(
      (wanted) => engines.find((engine) => engine.name === wanted)!,
    )
    return [
      name,
      rounded(wasm!.millisecondsPerStep),
      rounded(fused!.millisecondsPerStep),
      formatNumber(fused!.dispatchesPerStep!),
      rounded(general!.millisecondsPerStep),
      formatNumber(general!.dispatchesPerStep!),
      rounded(general!.millisecondsPerStep / fused!.millisecondsPerStep),
      rounded((1000 * fused!.millisecondsPerStep) / members),
    ]
  })
  const titles = ['wasm', 'webgpu', 'dispatches', 'tfjs-webgpu', 'dispatches', 'times as fast', 'µs a member']
  return [
    machine,
    device.kind === 'software'
      ? `${device.description}: software, a processor that pretends to be a GPU; times say nothing about a GPU`
      : `${device.description}: hardware`,
    '',
    'milliseconds and dispatches a step; tfjs-webgpu over webgpu; webgpu for each member',
    textTable([{ title: 'shape' }, ...titles.map((title) => ({ title, align: 'right' as const }))], rows),
  ].join('\n')
}

function rounded(value: number): string {
  return formatNumber(Number(value.toPrecision(3)))
}
