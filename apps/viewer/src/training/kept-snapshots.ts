/** Snapshots of a training at some of its steps, bounded in number and bytes, evenly spread: from them any step is reached again soon. */
import type { Parameters, Snapshot } from '@digon/model'

export interface KeptSnapshot {
  readonly snapshot: Snapshot
  /** Changes made before it. */
  readonly changeCount: number
}

const mostSnapshots = 64
const mostBytes = 64 * 2 ** 20

export class KeptSnapshots {
  #kept: readonly KeptSnapshot[]
  /** Steps at least between two of them. */
  #stride = 100

  constructor(first: KeptSnapshot) {
    this.#kept = [first]
  }

  /** Whether one of this step would be kept. */
  wants(step: number): boolean {
    return step - this.#kept.at(-1)!.snapshot.step >= this.#stride
  }

  keep(next: KeptSnapshot): void {
    this.#kept = [...this.#kept, next]
    const most = Math.max(2, Math.min(mostSnapshots, Math.floor(mostBytes / bytesOf(next.snapshot))))
    if (this.#kept.length <= most) return
    this.#kept = this.#kept.filter((_, index) => index % 2 === 0)
    this.#stride *= 2
  }

  /** The last one from which a moment can be reached. The first one always can. */
  before(step: number, changeCount: number): KeptSnapshot {
    return (
      this.#kept.findLast((each) => each.snapshot.step <= step && each.changeCount <= changeCount) ?? this.#kept[0]!
    )
  }
}

function bytesOf({ parameters, firstMoments, secondMoments }: Snapshot): number {
  const bytes = (tensors: Parameters) => Object.values(tensors).reduce((sum, { values }) => sum + values.byteLength, 0)
  return bytes(parameters) + bytes(firstMoments) + bytes(secondMoments)
}
