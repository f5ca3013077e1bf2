/** What is open in the page, and how files come to be: the state of both places, behind a worker that may be replaced. */
import { wrap } from 'comlink'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { NamedFile } from './dropped-files.js'
import type { Comparison, MemberView, Opened, Opening, ReadingOptions, Slot } from './opened.js'

export interface Place {
  /** What was dropped; more than one where a folder was. */
  readonly files: readonly NamedFile[]
  /** Path of the file that is open, or is being opened. */
  readonly path?: string
  readonly options: ReadingOptions
  readonly opened?: Opened
  readonly view?: MemberView
  /** Why it could not be opened, or measured. */
  readonly problem?: string
  readonly working: boolean
}

export interface OpeningState {
  readonly places: Readonly<Record<Slot, Place>>
  /** Of both, once both are open and alike. */
  readonly comparison?: Comparison
  readonly comparisonProblem?: string
  take(slot: Slot, files: readonly NamedFile[]): void
  choose(slot: Slot, path: string): void
  /** Reads the file of this place again. */
  readAs(slot: Slot, options: ReadingOptions): void
  showMember(slot: Slot, member: number): void
}

const empty: Place = { files: [], options: {}, working: false }

/** Files above this would not fit into a page. */
const mostBytes = 2 ** 30

/** @param startWorker gives a worker with the program of `open-worker.ts`. */
export function useOpening(startWorker: () => Worker): OpeningState {
  const [places, setPlaces] = useState<Readonly<Record<Slot, Place>>>({ A: empty, B: empty })
  const [compared, setCompared] = useState<Pick<OpeningState, 'comparison' | 'comparisonProblem'>>({})
  const service = useRef<Service>(undefined)
  useEffect(() => () => service.current?.end(), [])
  const change = (slot: Slot, part: Partial<Place>): void =>
    setPlaces((last) => ({ ...last, [slot]: { ...last[slot], ...part } }))
  const ask = async <Answer>(question: (opening: Opening) => Promise<Answer>): Promise<Answer> => {
    service.current ??= startService(startWorker)
    const { current } = service
    try {
      return await Promise.race([question(current.opening), current.failure])
    } catch (failure) {
      // A worker that broke down is replaced when it is next needed.
      if (failure instanceof WorkerLostError && service.current === current) service.current = undefined
      throw failure
    }
  }

  const showMember = async (slot: Slot, member: number): Promise<void> => {
    change(slot, { working: true })
    try {
      const view = await ask((opening) => opening.view(slot, member))
      change(slot, { view, working: false, problem: undefined as never })
    } catch (failure) {
      change(slot, { working: false, view: undefined as never, problem: messageOf(failure) })
    }
  }
  const open = async (
    slot: Slot,
    { files, path, options }: Pick<Place, 'files' | 'options'> & { readonly path: string },
  ): Promise<void> => {
    setCompared({})
    setPlaces((last) => ({ ...last, [slot]: { files, path, options, working: true } }))
    try {
      const { file } = files.find((each) => each.path === path)!
      if (file.size > mostBytes) throw new Error(`${path} has ${file.size} bytes; a page can open up to 1 GiB`)
      const bytes = new Uint8Array(await file.arrayBuffer())
      const opened = await ask((opening) => opening.open(slot, path, bytes, options))
      change(slot, { opened, working: false })
      if (opened.kind !== 'table') await showMember(slot, 0)
    } catch (failure) {
      change(slot, { working: false, problem: messageOf(failure) })
    }
  }

  const [a, b] = [places.A.view, places.B.view]
  useEffect(() => {
    if (a === undefined || b === undefined) return
    let late = false
    setCompared({})
    ask((opening) => opening.compare(a.member, b.member)).then(
      (comparison) => late || setCompared({ comparison }),
      (failure) => late || setCompared({ comparisonProblem: messageOf(failure) }),
    )
    return () => {
      late = true
    }
  }, [a, b])

  return {
    places,
    ...compared,
    take: (slot, files) => {
      const [first] = files
      if (first !== undefined) return void open(slot, { files, path: first.path, options: {} })
      change(slot, {
        ...empty,
        problem: 'No file that can be opened: expected .safetensors, .npz, .npy, .pt, .pth or .parquet.',
      })
    },
    choose: (slot, path) => void open(slot, { files: places[slot].files, path, options: {} }),
    readAs: (slot, options) => {
      const { files, path } = places[slot]
      if (path !== undefined) void open(slot, { files, path, options })
    },
    showMember: (slot, member) => void showMember(slot, member),
  }
}

class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError'
}

interface Service {
  readonly opening: Opening
  /** Rejects when the worker breaks down. */
  readonly failure: Promise<never>
  end(): void
}

function startService(startWorker: () => Worker): Service {
  const worker = startWorker()
  const failure = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) => {
      worker.terminate()
      reject(
        new WorkerLostError(
          `the worker that reads files does not run: ${message || 'its program could not be loaded'}`,
        ),
      )
    })
  })
  failure.catch(() => undefined)
  return { opening: wrap<Opening>(worker) as unknown as Opening, failure, end: () => worker.terminate() }
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure)
}
