/** The page's end of the message channel: calls that end when the worker does, and a new worker when one is lost. */
import { proxy, wrap } from 'comlink'

/** The worker ended, or never began; calls to it reject with this. */
export class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError'
  /**
   * @param began whether it ever answered.
   * @param reason what the browser says, often nothing.
   * @param work what it was there for, for example `trains`.
   */
  constructor(
    readonly began: boolean,
    readonly reason: string,
    work = 'trains',
  ) {
    const said = reason === '' ? '' : ` (${reason})`
    super(
      began
        ? `The worker that ${work} stopped${said}.`
        : `The program that ${work} could not be loaded${said}. Either the connection to this site is down, or its files are not complete.`,
    )
  }
}

export interface ConnectionOptions {
  /** Gives a worker that exposes its methods, and `ping` among them. */
  readonly start: () => Worker
  /** What it is there for, in messages: `trains`, `reads files`. Default `trains`. */
  readonly work?: string
  /** A worker that answers nothing for so long is lost. Default 10 seconds; more where it computes for long without a break. */
  readonly patienceInMilliseconds?: number
}

/** @typeParam Remote methods that the worker exposes. */
export interface Connection<Remote> {
  /** Every call goes to the worker that runs at that time; a lost one is replaced at the next call. */
  readonly remote: Remote
  /** Ends the worker; calls in flight reject. */
  close(): void
}

type Listener = (...parameters: unknown[]) => unknown
type Method = (...parameters: unknown[]) => Promise<unknown>

/** A worker's program gets this long to load and answer the first time. */
const usualPatienceInMilliseconds = 10_000

/** Before the first answer the program has to come over the network: so many times the patience. A missing one tells at once. */
const loading = 4

/** For workers that compute for long without a break: on a slow machine, a minute. */
export const longPatienceInMilliseconds = 120_000

export function connectWorker<Remote extends object>({
  start,
  work = 'trains',
  patienceInMilliseconds = usualPatienceInMilliseconds,
}: ConnectionOptions): Connection<Remote> {
  let line: Line | undefined
  const call = async (name: string, parameters: readonly unknown[]): Promise<unknown> => {
    line ??= openLine(start(), work, patienceInMilliseconds, (lost) => {
      if (line === lost) line = undefined
    })
    return line.call(name, parameters)
  }
  return {
    // Every method of the worker has the same end: its answer, or its loss.
    remote: new Proxy({} as Remote, {
      get:
        (_, name) =>
        (...parameters: unknown[]) =>
          call(String(name), parameters),
    }),
    close: () => line?.end(new WorkerLostError(true, 'it was ended', work)),
  }
}

interface Line {
  call(name: string, parameters: readonly unknown[]): Promise<unknown>
  end(reason: WorkerLostError): void
}

function openLine(worker: Worker, work: string, patience: number, onLost: (line: Line) => void): Line {
  const remote = wrap(worker) as unknown as Readonly<Record<PropertyKey, Method>>
  let began = false
  let calls = 0
  let watch: ReturnType<typeof setTimeout> | undefined
  let fail: (reason: WorkerLostError) => void = () => undefined
  const lost = new Promise<never>((_, reject) => {
    fail = reject
  })
  lost.catch(() => undefined)
  /** What a worker reports is a sign of life too. */
  const heard =
    (listener: Listener): Listener =>
    (...parameters) => {
      began = true
      return listener(...parameters)
    }
  const line: Line = {
    call: async (name, parameters) => {
      calls++
      watch ??= setTimeout(check, patience / 2)
      try {
        const sent = parameters.map((each) => (typeof each === 'function' ? proxy(heard(each as Listener)) : each))
        const answer = await Promise.race([remote[name]!(...sent), lost])
        began = true
        return answer
      } finally {
        calls--
      }
    },
    end: (reason) => {
      clearTimeout(watch)
      worker.terminate()
      fail(reason)
      onLost(line)
    },
  }
  /** Asks for a sign of life while a call is in flight: a worker that ends by itself tells nobody. */
  const check = async (reason = ''): Promise<void> => {
    clearTimeout(watch)
    watch = undefined
    if (calls === 0 && reason === '') return
    // Twice: after a computer slept, the time is over before the worker could answer.
    if ((await isSilent()) && (await isSilent())) return line.end(new WorkerLostError(began, reason, work))
    began = true
    watch ??= setTimeout(check, patience / 2)
  }
  const isSilent = (): Promise<boolean> =>
    Promise.race([
      remote.ping!().then(() => false),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(true), (began ? patience : loading * patience) / 2)),
    ])
  worker.addEventListener('error', (event) => {
    // Before the first answer the program itself is broken or missing; later on, a stray error may leave the worker as it was.
    if (began) void check(event.message ?? '')
    else line.end(new WorkerLostError(false, event.message ?? '', work))
  })
  return line
}
