/** Who trained a task, on what: one entry for every stretch of steps that one process made with one engine. For people; no number depends on it. */
import type { Device, Probe, Support } from '@digon/model'
import { z } from 'zod'
import { count } from './record-fields.js'

/** One process with one engine. */
export interface TrainedBy {
  /** The first step that it made; it goes on to the next entry's. */
  readonly fromStep: number
  /** Name of the computer. */
  readonly host: string
  /** Processor and number of cores. */
  readonly machine: string
  /** Name of the engine, for example `wasm`. */
  readonly backend: string
  /** What the engine computes in, for example `float32`. */
  readonly arithmetic: string
  /** Name to version: Digon, Node, and an engine from outside as `engine NAME`. */
  readonly packageVersions: Readonly<Record<string, string>>
  /** What the engine said of its device before it trained. */
  readonly probe: Probe
  /** What the engine said of the task's ensembles. */
  readonly supports: Support
}

const device: z.ZodType<Device> = z.strictObject({
  description: z.string(),
  kind: z.enum(['cpu', 'gpu', 'software'], { error: 'cpu, gpu or software' }),
  limits: z.record(z.string(), z.number()),
})
const reason = z.string()

export const trainedBySchema: z.ZodType<TrainedBy> = z.strictObject({
  fromStep: count,
  host: z.string(),
  machine: z.string(),
  backend: z.string(),
  arithmetic: z.string(),
  packageVersions: z.record(z.string(), z.string()),
  probe: z.union([
    z.strictObject({ available: z.literal(true), device }),
    z.strictObject({ available: z.literal(false), reason }),
  ]),
  supports: z.union([
    z.strictObject({ supported: z.literal(true) }),
    z.strictObject({ supported: z.literal(false), reason }),
  ]),
})
