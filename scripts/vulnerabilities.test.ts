import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** The script against registries that answer as this test wants. */

const script = join(dirname(fileURLToPath(import.meta.url)), 'vulnerabilities.mjs')

async function ask(code: number, body: unknown, required = ''): Promise<{ code: number | null; out: string }> {
  let asked = 0
  const server = createServer((_, response) => {
    asked++
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const env = { ...process.env, DIGON_REQUIRE: required }
  const child = spawn(process.execPath, [script, '--registry', registry], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (out += piece))
  const ended = await new Promise<number | null>((resolve) => child.on('close', resolve))
  server.close()
  expect(asked, out).toBeGreaterThan(0)
  return { code: ended, out }
}

test('a registry that knows of nothing is enough', { timeout: 60_000 }, async () => {
  const { code, out } = await ask(200, {})
  expect([code, out]).toEqual([0, expect.stringContaining('no known vulnerabilities')])
})

test('one that does not answer is said, and is enough unless an answer is required', { timeout: 120_000 }, async () => {
  const said = expect.stringMatching(/^NOT CHECKED for known vulnerabilities.*405/s)
  expect(await ask(405, {})).toEqual({ code: 0, out: said })
  expect(await ask(405, {}, 'browser,advisories')).toEqual({ code: 1, out: said })
})

test('a vulnerable dependency is named, and is not enough', { timeout: 60_000 }, async () => {
  const advisory = {
    ...{ id: 1, url: 'https://example.org/1', title: 'made up', severity: 'high', vulnerable_versions: '>=0.0.1' },
    ...{ cwe: [], cvss: { score: 7, vectorString: null } },
  }
  const { code, out } = await ask(200, { commander: [advisory] })
  expect([code, out]).toEqual([1, expect.stringContaining('commander')])
})
