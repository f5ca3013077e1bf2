import { expose } from 'comlink'
import { expect, test } from 'vitest'
import { connectWorker, WorkerLostError } from './connect.js'

/** A worker in this thread, of which the test decides what becomes of it. */
class FakeWorker extends EventTarget {
  readonly #channel = new MessageChannel()
  ended = false
  constructor(methods: Record<string, (...parameters: never[]) => unknown>) {
    super()
    this.#channel.port1.addEventListener('message', ({ data }) =>
      this.dispatchEvent(new MessageEvent('message', { data })),
    )
    this.#channel.port1.start()
    expose(methods, this.#channel.port2)
  }
  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.ended) this.#channel.port1.postMessage(message, transfer)
  }
  terminate(): void {
    this.ended = true
    this.#channel.port1.close()
    this.#channel.port2.close()
  }
  /** As an error in its program that nobody caught. */
  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }))
  }
}

const alive = {
  ping: async () => undefined,
  step: async (steps: number) => ({ step: steps }),
  pause: () => new Promise(() => undefined),
}

function connected(start: () => FakeWorker) {
  return connectWorker<typeof alive>({ start: start as unknown as () => Worker, patienceInMilliseconds: 60 })
}

test('a worker that ends by itself is noticed: the call in flight rejects instead of waiting for ever', async () => {
  const worker = new FakeWorker(alive)
  const { remote } = connected(() => worker)
  await remote.step(1)
  const waiting = remote.pause()
  worker.terminate()
  await expect(waiting).rejects.toThrow('The worker that trains stopped')
})

test('after a loss the next call goes to a new worker', async () => {
  const workers: FakeWorker[] = []
  const { remote, close } = connected(() => {
    workers.push(new FakeWorker(alive))
    return workers.at(-1)!
  })
  await remote.step(1)
  const waiting = remote.pause()
  workers[0]!.terminate()
  await expect(waiting).rejects.toThrow(WorkerLostError)
  expect(await remote.step(2)).toEqual({ step: 2 })
  expect(workers).toHaveLength(2)
  close()
})

test('a stray error leaves a worker that still answers as it was', async () => {
  const worker = new FakeWorker(alive)
  const { remote, close } = connected(() => worker)
  await remote.step(1)
  worker.fail('a promise that nobody waited for')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await remote.step(3)).toEqual({ step: 3 })
  expect(worker.ended).toBe(false)
  close()
})

test('a program that cannot be loaded is said to be that, with what can be its cause', async () => {
  const worker = new FakeWorker({})
  const { remote } = connected(() => worker)
  const waiting = remote.step(1)
  worker.ended = true
  worker.fail('')
  await expect(waiting).rejects.toThrow(
    'The program that trains could not be loaded. Either the connection to this site is down',
  )
})

test('what a worker reports shows that it began: when it ends before its first answer, it is said to have stopped', async () => {
  const reporting = {
    step: (_: number, report: () => void) => {
      report()
      return new Promise<never>(() => undefined)
    },
  }
  const worker = new FakeWorker(reporting)
  const { remote } = connectWorker<typeof reporting>({
    start: () => worker as unknown as Worker,
    work: 'measures',
    patienceInMilliseconds: 60,
  })
  let reported = 0
  const waiting = remote.step(1, () => void reported++)
  while (reported === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  worker.terminate()
  await expect(waiting).rejects.toThrow('The worker that measures stopped')
})

test('a long answer of a living worker is waited for', async () => {
  const slow = { ...alive, step: () => new Promise((resolve) => setTimeout(() => resolve({ step: 9 }), 400)) }
  const { remote, close } = connected(() => new FakeWorker(slow))
  expect(await remote.step(9)).toEqual({ step: 9 })
  close()
})
