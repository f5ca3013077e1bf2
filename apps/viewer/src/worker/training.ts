/** What the page can ask of the worker. The page holds it through a message channel, tests hold it directly. */
import type { PassedOver } from '@digon/model'
import type { Frame } from '../trainer/frame.js'
import type { Engine, Settings, Speed } from '../trainer/settings.js'
import type { PlayOptions } from '../trainer/trainer.js'

export interface Training {
  /**
   * Starts anew on this engine. Comes first; may be called again for another engine. When it rejects, what was open stays open.
   * Rejects with BackendUnavailableError when the engine cannot run here.
   */
  open(engine: Engine, settings: Settings): Promise<Opened>
  /** Starts anew from these settings and stops playing: the same settings, the same start, bit for bit. */
  reset(settings: Settings): Promise<Frame>
  /** Makes this many steps, an integer ≥ 1. */
  step(steps: number): Promise<Frame>
  /** Trains until it is paused, reset or opened anew; resolves then. */
  play(options: PlayOptions, show: (frame: Frame) => void): Promise<void>
  /** Stops playing and answers with the frame at which it stopped. */
  pause(): Promise<Frame>
  /** Acts while playing. */
  changeSpeed(speed: Speed): Promise<void>
  /** Acts while playing, from the very weights of this moment on. */
  changeProbability(probability: number): Promise<Frame>
}

export interface Opened {
  /** Name of the engine that was taken, for example `tfjs-wasm`. */
  readonly engine: string
  /** What it runs on, for people. */
  readonly device: string
  /** Engines that would have come before it, and why they cannot run here. */
  readonly passedOver: readonly PassedOver[]
  readonly frame: Frame
}
