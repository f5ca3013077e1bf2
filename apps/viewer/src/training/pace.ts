/**
 * How many steps to make in one turn of the training loop: as many as the chosen speed asks for, and never more than the machine
 * makes in a turn, so that a pause or a moved slider is not kept waiting. Decides when steps are made, never what they compute.
 */

/** Half a frame of a 30 Hz display: a pause waits for the rest of a turn, and is to be there within a tenth of a second. */
export const turnInMilliseconds = 16

/** No more time than this is made up for, after a page was hidden or a laptop slept. */
const longestTurnInMilliseconds = 100

export class Pace {
  #stepsPerSecond: number
  /** When the turn before this one began. */
  #turnedAt: number
  /** Steps that the speed asks for and that were not made yet; fractions add up. */
  #owed = 0
  /** Steps that fit into a turn on this machine, as far as is known. */
  #fitting = 1

  /** @param stepsPerSecond > 0; Infinity for as fast as it goes. */
  constructor(stepsPerSecond: number, nowInMilliseconds: number) {
    this.#stepsPerSecond = stepsPerSecond
    this.#turnedAt = nowInMilliseconds
  }

  /** Acts from the next turn on. */
  change(stepsPerSecond: number): void {
    this.#stepsPerSecond = stepsPerSecond
    this.#owed = 0
  }

  /** Steps of the turn that begins now, an integer ≥ 0. */
  stepsDue(nowInMilliseconds: number): number {
    const elapsed = Math.min(nowInMilliseconds - this.#turnedAt, longestTurnInMilliseconds)
    this.#turnedAt = nowInMilliseconds
    if (this.#stepsPerSecond === Number.POSITIVE_INFINITY) return this.#fitting
    this.#owed += (this.#stepsPerSecond * elapsed) / 1000
    const steps = Math.min(Math.floor(this.#owed), this.#fitting)
    // What did not fit is dropped: a machine too slow for the speed must not run after it for ever.
    this.#owed %= 1
    return steps
  }

  /** Learns from the steps just made how many fit. */
  made(steps: number, milliseconds: number): void {
    const fitting = Math.floor((steps * turnInMilliseconds) / Math.max(milliseconds, 0.1))
    // No more than doubled at once: one quick turn is not a quick machine.
    this.#fitting = Math.max(1, Math.min(fitting, this.#fitting * 2, 2000))
  }

  /** How long to rest before the next turn: not at all when training as fast as it goes. */
  restInMilliseconds(nowInMilliseconds: number): number {
    if (this.#stepsPerSecond === Number.POSITIVE_INFINITY) return 0
    return Math.max(0, turnInMilliseconds - (nowInMilliseconds - this.#turnedAt))
  }
}
