/** What is open in the page, and how files come to be: the state of both places, behind a worker that may be replaced. */
import { transfer } from 'comlink'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { connectWorker, longPatienceInMilliseconds, WorkerLostError } from '../../worker/connect.js'
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
  /** Says why what was dropped could not be taken. */
  refuse(slot: Slot, reason: string): void
}

const empty: Place = { files: [], options: {}, working: false }

/** Files above this would not fit into a page. */
const mostBytes = 2 ** 30

/** @param startWorker gives a worker with the program of `open-worker.ts`. */
export function useOpening(startWorker: () => Worker): OpeningState {
  const [places, setPlaces] = useState<Readonly<Record<Slot, Place>>>({ A: empty, B: empty })
  const [compared, setCompared] = useState<Pick<OpeningState, 'comparison' | 'comparisonProblem'>>({})
  // A worker that broke down is replaced when it is next needed.
  const { remote, close } = useMemo(
    () =>
      connectWorker<Opening>({
        start: startWorker,
        work: 'reads files',
        patienceInMilliseconds: longPatienceInMilliseconds,
      }),
    [],
  )
  useEffect(() => close, [close])
  const change = (slot: Slot, part: Partial<Place>): void =>
    setPlaces((last) => ({ ...last, [slot]: { ...last[slot], ...part } }))

  /** The file that was asked for last, in each place: answers on earlier ones come too late. */
  const turns = useRef<Record<Slot, number>>({ A: 0, B: 0 })

  const fail = (slot: Slot, failure: unknown): void => {
    change(slot, { working: false, view: undefined as never, problem: messageOf(failure) })
    if (!(failure instanceof WorkerLostError)) return
    // What the other place had open was open in that worker.
    const other = slot === 'A' ? 'B' : 'A'
    setPlaces((last) => {
      const { files, path, options, opened } = last[other]
      if (opened === undefined || path === undefined) return last
      const problem = `${failure.message} This file has to be chosen again.`
      return { ...last, [other]: { files, path, options, working: false, problem } }
    })
  }
  const showMember = async (slot: Slot, member: number): Promise<void> => {
    const turn = turns.current[slot]
    change(slot, { working: true })
    try {
      const view = await remote.view(slot, member)
      if (turn === turns.current[slot]) change(slot, { view, working: false, problem: undefined as never })
    } catch (failure) {
      if (turn === turns.current[slot]) fail(slot, failure)
    }
  }
  const open = async (
    slot: Slot,
    { files, path, options }: Pick<Place, 'files' | 'options'> & { readonly path: string },
  ): Promise<void> => {
    const turn = ++turns.current[slot]
    setCompared({})
    setPlaces((last) => ({ ...last, [slot]: { files, path, options, working: true } }))
    try {
      const { file } = files.find((each) => each.path === path)!
      if (file.size > mostBytes) throw new Error(`${path} has ${file.size} bytes; a page can open up to 1 GiB`)
      const bytes = new Uint8Array(await file.arrayBuffer())
      const opened = await remote.open(slot, path, transfer(bytes, [bytes.buffer]), options)
      if (turn !== turns.current[slot]) return
      change(slot, { opened, working: false })
      if (opened.kind !== 'table') await showMember(slot, 0)
    } catch (failure) {
      if (turn === turns.current[slot]) fail(slot, failure)
    }
  }

  const [a, b] = [places.A.view, places.B.view]
  useEffect(() => {
    if (a === undefined || b === undefined) return
    let late = false
    setCompared({})
    remote.compare(a.member, b.member).then(
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
    refuse: (slot, reason) => change(slot, { ...empty, problem: reason }),
  }
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure)
}
