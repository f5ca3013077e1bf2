/** `digon bench --compare FILE`: this run beside an earlier one, for people who change a kernel. */

import type { EngineTime } from '@digon/model/bench'
import { readNamedText } from '@digon/runs'
import { z } from 'zod'
import { UsageError } from '../exit-code.js'
import { formatNumber, textTable } from '../text-table.js'
import type { BenchDocument } from './bench-document.js'

const maximumBaselineBytes = 2 ** 22

/** What is compared of an earlier document; what else it says is not looked at. */
export interface Baseline {
  readonly machine: string
  readonly shapes: readonly { readonly name: string; readonly engines: readonly EngineTime[] }[]
}

const engineTime: z.ZodType<EngineTime> = z.object({
  name: z.string(),
  version: z.string(),
  threads: z.number().int().positive(),
  millisecondsPerStep: z.number().positive(),
})
const baseline: z.ZodType<Baseline> = z.object({
  machine: z.string(),
  shapes: z.array(z.object({ name: z.string(), engines: z.array(engineTime) })),
})

export interface ComparedTime {
  readonly shape: string
  readonly engine: string
  readonly threads: number
  readonly millisecondsBefore: number
  readonly millisecondsNow: number
  /** Time before over time now: above 1 is faster than before. */
  readonly speedup: number
  /**
   * The same over the speedup of stock tfjs on this shape, which no change of ours touches: it takes out how busy the machine
   * was. Missing where stock tfjs was not measured in both runs, in the same version.
   */
  readonly speedupOverPeer?: number
}

export interface Comparison {
  readonly machineBefore: string
  readonly times: readonly ComparedTime[]
  /** Shapes and engines of this run that the earlier one lacks. */
  readonly onlyNow: readonly string[]
}

/** @throws {UsageError} when the file is not a document of `digon bench --json`. */
export async function readBaseline(file: string): Promise<Baseline> {
  const text = await readNamedText(file, { maximumBytes: maximumBaselineBytes })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw notADocument(file, 'it is not JSON')
  }
  const parsed = baseline.safeParse(value)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  throw notADocument(file, `${path.join('.') || 'the document'}: ${message}`)
}

export function compare(before: Baseline, now: Pick<BenchDocument, 'shapes'>): Comparison {
  const times: ComparedTime[] = []
  const onlyNow: string[] = []
  for (const { name: shape, engines } of now.shapes) {
    const known = before.shapes.find(({ name }) => name === shape)?.engines ?? []
    const earlier = ({ name, threads }: { name: string; threads: number }) =>
      known.find((engine) => engine.name === name && engine.threads === threads)
    const peer = engines.find(({ name }) => name === 'tfjs-wasm')
    const peerBefore = peer && earlier(peer)
    const ofPeer =
      peer && peerBefore?.version === peer.version
        ? peerBefore.millisecondsPerStep / peer.millisecondsPerStep
        : undefined
    for (const engine of engines) {
      const { name, threads, millisecondsPerStep: millisecondsNow } = engine
      const millisecondsBefore = earlier(engine)?.millisecondsPerStep
      if (millisecondsBefore === undefined) {
        onlyNow.push(`${shape}: ${name}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`)
        continue
      }
      const speedup = millisecondsBefore / millisecondsNow
      const overPeer = ofPeer === undefined ? {} : { speedupOverPeer: speedup / ofPeer }
      times.push({ shape, engine: name, threads, millisecondsBefore, millisecondsNow, speedup, ...overPeer })
    }
  }
  return { machineBefore: before.machine, times, onlyNow }
}

/** For people. */
export function comparisonTable({ machineBefore, times, onlyNow }: Comparison): string {
  const short = (value: number): string => formatNumber(Number(value.toPrecision(3)))
  const rows = times.map((time) => [
    time.shape,
    `${time.engine}, ${time.threads}`,
    short(time.millisecondsBefore),
    short(time.millisecondsNow),
    short(time.speedup),
    time.speedupOverPeer === undefined ? '–' : short(time.speedupOverPeer),
  ])
  const right = (title: string) => ({ title, align: 'right' as const })
  const columns = [
    { title: 'shape' },
    { title: 'engine, threads' },
    right('ms before'),
    right('ms now'),
    right('speedup'),
    right('over tfjs'),
  ]
  return [
    `against the earlier run on ${machineBefore}; speedup is time before over time now, and over that of stock tfjs, which no change of ours touches`,
    textTable(columns, rows),
    ...onlyNow.map((what) => `not in the earlier run: ${what}`),
  ].join('\n')
}

function notADocument(file: string, why: string): UsageError {
  return new UsageError(`${file} is not a document of digon bench --json: ${why}`)
}
