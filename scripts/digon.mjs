/**
 * `npm run -s digon -- ARGS` and `npm start`: sets up, builds what changed, then hands over to the command line's binary.
 * The build's log goes to stderr; stdout belongs to the command.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { callersFolder } from './callers-folder.mjs'
import { pnpm, root, setUp } from './setup.mjs'

setUp()
buildIfChanged()

const child = spawn(process.execPath, [join(root, 'apps', 'cli', 'bin', 'digon.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: callersFolder(process.env, process.cwd()),
})
// The command decides how to end, this wrapper only waits for it. A terminal signals the whole group, others this process alone;
// the command takes signals that come twice for one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0)))

/** Asks turbo only when a source file is newer than the last build: turbo itself costs half a second. */
function buildIfChanged() {
  const stamp = join(root, 'node_modules', '.cache', 'digon', 'built')
  const newest = String(newestChange())
  const whole = ['apps/cli/dist/main.js', 'apps/cli/dist/viewer/index.html'].every((file) =>
    existsSync(join(root, file)),
  )
  if (whole && existsSync(stamp) && readFileSync(stamp, 'utf8') === newest) return
  console.error('digon: building (once after each change)')
  pnpm(['exec', 'turbo', 'run', 'build', '--filter=digon...', '--output-logs=errors-only'])
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, newest)
}

function newestChange() {
  let newest = 0
  const look = (path) => {
    const facts = statSync(path)
    if (!facts.isDirectory()) {
      newest = Math.max(newest, facts.mtimeMs)
      return
    }
    for (const name of readdirSync(path)) {
      if (name !== 'node_modules' && name !== 'dist' && name !== 'generated' && name !== '.turbo')
        look(join(path, name))
    }
  }
  for (const part of ['packages', 'apps', 'tsconfig.base.json', 'turbo.json', 'package.json']) look(join(root, part))
  return newest
}
