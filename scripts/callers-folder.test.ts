import { spawnSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { callersFolder } from './callers-folder.mjs'

test('paths are meant from where the user of the command line is, and only of the command line', () => {
  const there = tmpdir()
  expect(callersFolder({ npm_lifecycle_event: 'digon', INIT_CWD: there }, 'here')).toBe(there)
  expect(callersFolder({ npm_lifecycle_event: 'start', INIT_CWD: there }, 'here')).toBe(there)
  // A script of another name that starts the command line itself.
  expect(callersFolder({ npm_lifecycle_event: 'test', INIT_CWD: there }, 'here')).toBe('here')
  expect(callersFolder({}, 'here')).toBe('here')
  expect(callersFolder({ npm_lifecycle_event: 'digon', INIT_CWD: join(there, 'gone-since') }, 'here')).toBe('here')
})

test('npm says where it was called, as this relies on', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'digon-npm-')))
  try {
    const program = 'console.log(JSON.stringify([process.env.npm_lifecycle_event, process.env.INIT_CWD]))'
    writeFileSync(join(folder, 'say.mjs'), program)
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { digon: 'node say.mjs' } }))
    const options = { cwd: tmpdir(), encoding: 'utf8', shell: process.platform === 'win32' } as const
    const { stdout } = spawnSync('npm', ['--prefix', folder, 'run', '-s', 'digon'], options)
    const [event, from] = JSON.parse(stdout) as [string, string]
    expect([event, realpathSync(from)]).toEqual(['digon', realpathSync(tmpdir())])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
