/** What the page can ask of the worker. The page holds it through a message channel, tests hold it directly. */
import type { PassedOver } from '@digon/model'
import type { Action, Change } from '../experiment/change.js'
import type { Engine, Settings, Speed } from '../experiment/settings.js'
import type { Frame } from './frame.js'
import type { PlayOptions } from './laboratory.js'

export interface Training {
  /**
   * Starts a training at step 0. The last one that made a step is kept, paused, for `undo`. When it rejects, the present one goes on as if
   * nothing had been asked. Rejects with BackendUnavailableError when the engine cannot run here.
   *
   * @param changes to be made when their steps come.
   */
  open(engine: Engine, settings: Settings, changes: readonly Change[]): Promise<Opened>
  /** Goes on at the present step on another engine. When it rejects, the training goes on on the engine that it had. */
  changeEngine(engine: Engine): Promise<Opened>
  /** Begins another training at a moment of this one, which is kept for `undo`. */
  fork(step: number, changeCount: number): Promise<Opened>
  /** Brings the kept training back; the present one is kept in its place. Rejects when none is kept. */
  undo(): Promise<Opened>
  /** Makes this many steps, an integer ≥ 1. */
  step(steps: number): Promise<Frame>
  /** Trains until it is paused, ends, or is opened anew; resolves then. */
  play(options: PlayOptions, show: (frame: Frame) => void): Promise<void>
  /** Stops playing and answers with the frame at which it stopped. */
  pause(): Promise<Frame>
  /** Acts while playing. */
  changeSpeed(speed: Speed): Promise<void>
  /** Acts while playing, from the very weights of this moment on. Rejects, with nothing changed, when it cannot be done. */
  change(action: Action): Promise<{ change: Change; frame: Frame }>
  /** Answers at once, whenever the worker is alive. */
  ping(): Promise<void>
}

/** What an engine runs on that took over from one whose device was lost. */
export function lostDevice(engine: string): string {
  return `the device of ${engine} was lost`
}

export interface Opened {
  /** Name of the engine that was taken, for example `tfjs-wasm`. */
  readonly engine: string
  /** What it runs on, for people. */
  readonly device: string
  /** Engines that would have come before it, and why they cannot run here. */
  readonly passedOver: readonly PassedOver[]
  readonly settings: Settings
  readonly changes: readonly Change[]
  readonly frame: Frame
}
