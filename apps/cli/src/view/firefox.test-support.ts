/** One page of Firefox, driven over WebDriver BiDi: https://www.w3.org/TR/webdriver-bidi/. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import WebSocket from 'ws'

export interface FirefoxPage {
  /** Goes there and waits until it is loaded. */
  open(address: string): Promise<void>
  /**
   * Runs a function in the page; a promise is awaited. The function refers to nothing but its argument.
   * @param argument as JSON, and so is the result.
   */
  run<Result, Argument = undefined>(work: (argument: Argument) => Result, argument?: Argument): Promise<Awaited<Result>>
  /** Runs a function at the beginning of every document that is opened from now on. */
  beforeAll(work: () => void): Promise<void>
  /** What pages wrote to the console as errors, and what they threw. */
  readonly troubles: readonly string[]
  close(): Promise<void>
}

/** @param program of Firefox. Rejects when it does not start. */
export async function openFirefox(program: string): Promise<FirefoxPage> {
  const profile = mkdtempSync(join(tmpdir(), 'digon-firefox-'))
  const firefox = spawn(program, ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile])
  const socket = new WebSocket(`${await listeningAddress(firefox)}/session`)
  await once(socket, 'open')
  const troubles: string[] = []
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (reason: Error) => void }>()
  socket.on('message', (data) => {
    const { id, type, error, message, result, method, params } = JSON.parse(String(data))
    if (method === 'log.entryAdded' && params.level === 'error') troubles.push(params.text)
    if (type === 'error') waiting.get(id)?.reject(new Error(`${error}: ${message}`))
    else waiting.get(id)?.resolve(result as never)
  })
  let commands = 0
  const ask = <Result>(method: string, params: object): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      waiting.set(++commands, { resolve, reject })
      socket.send(JSON.stringify({ id: commands, method, params }))
    })
  await ask('session.new', { capabilities: {} })
  await ask('session.subscribe', { events: ['log.entryAdded'] })
  const { context } = await ask<{ context: string }>('browsingContext.create', { type: 'tab' })
  return {
    troubles,
    open: async (url) => void (await ask('browsingContext.navigate', { context, url, wait: 'complete' })),
    beforeAll: async (work) => void (await ask('script.addPreloadScript', { functionDeclaration: String(work) })),
    run: async (work, argument) => {
      const { result, exceptionDetails } = await ask<Evaluated>('script.callFunction', {
        functionDeclaration: `async (argument) => JSON.stringify(await (${work})(JSON.parse(argument)))`,
        arguments: [{ type: 'string', value: JSON.stringify(argument ?? null) }],
        target: { context },
        awaitPromise: true,
      })
      if (exceptionDetails !== undefined) throw new Error(`in the page: ${exceptionDetails.text}`)
      return result?.value === undefined ? undefined : JSON.parse(result.value)
    },
    close: async () => {
      const exit = once(firefox, 'exit')
      await ask('browser.close', {})
      await exit
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

interface Evaluated {
  readonly result?: { readonly value?: string }
  readonly exceptionDetails?: { readonly text: string }
}

/** Where Firefox says that it listens. */
function listeningAddress(firefox: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    firefox.stderr!.on('data', (text) => {
      said += text
      const [, address] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said) ?? []
      if (address !== undefined) resolve(address)
    })
    firefox.once('exit', (code) => reject(new Error(`Firefox ended with ${code}: ${said}`)))
  })
}
