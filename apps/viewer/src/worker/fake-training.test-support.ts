import type { Frame } from '../trainer/frame.js'
import type { PlayOptions } from '../trainer/trainer.js'
import type { Opened, Training } from './training.js'

/** All restarts alike: the vectors of a square, the fifth feature at 0. */
export function frameAt(step: number, probability = 0.1): Frame {
  const weights = [1, 0, 0, 1, -1, 0, 0, -1, 0, 0]
  const restart = { loss: 1 / (step + 1), weights, bias: [0, 0, 0, 0, 0], diverged: false }
  return { step, probability, restarts: [restart, restart, restart, restart] }
}

/** A worker of which the test decides what it answers, and when. */
export class FakeTraining implements Training {
  readonly calls: unknown[][] = []
  show: ((frame: Frame) => void) | undefined
  /** What calls of a name answer with; an Error is a rejection. */
  readonly answers = new Map<string, unknown>()
  #endPlaying: () => void = () => undefined

  open(...call: Parameters<Training['open']>): Promise<Opened> {
    const opened: Opened = { engine: 'wasm', device: 'SIMD', passedOver: [], frame: frameAt(0, call[1].probability) }
    return this.#answer('open', call, opened)
  }
  reset(...call: Parameters<Training['reset']>): Promise<Frame> {
    this.#endPlaying()
    return this.#answer('reset', call, frameAt(0, call[0].probability))
  }
  step(...call: Parameters<Training['step']>): Promise<Frame> {
    return this.#answer('step', call, frameAt(call[0]))
  }
  async play(options: PlayOptions, show: (frame: Frame) => void): Promise<void> {
    this.show = show
    const end = new Promise<void>((resolve) => {
      this.#endPlaying = resolve
    })
    await this.#answer('play', [options], undefined)
    await end
  }
  pause(): Promise<Frame> {
    this.#endPlaying()
    return this.#answer('pause', [], frameAt(31))
  }
  changeSpeed(...call: Parameters<Training['changeSpeed']>): Promise<void> {
    return this.#answer('changeSpeed', call, undefined)
  }
  changeProbability(...call: Parameters<Training['changeProbability']>): Promise<Frame> {
    return this.#answer('changeProbability', call, frameAt(12, call[0]))
  }
  /** The names of the calls so far. */
  get names(): unknown[] {
    return this.calls.map(([name]) => name)
  }
  async #answer<Value>(name: string, call: readonly unknown[], usual: Value): Promise<Value> {
    this.calls.push([name, ...call])
    const answer = await (this.answers.get(name) ?? usual)
    if (answer instanceof Error) throw answer
    return answer as Value
  }
}
