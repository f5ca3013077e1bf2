/**
 * `npm test`: sets up, generates what tests cannot do without (the WASM kernels), runs every package's tests from source.
 * Arguments are passed on to vitest. Ends with one line: `tests: N passed, N failed, N skipped`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pnpm, root, setUp } from './setup.mjs'

setUp()
pnpm(['exec', 'turbo', 'run', 'generate', '--output-logs=errors-only'])

const folder = mkdtempSync(join(tmpdir(), 'digon-test-'))
const report = join(folder, 'report.json')
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const run = spawnSync(
  process.execPath,
  [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
)
const { passed, failed, skipped } = count(report)
rmSync(folder, { recursive: true, force: true })
const broken = run.status !== 0 && failed === 0
if (broken) console.log('vitest itself failed: see above')
console.log(`tests: ${passed} passed, ${failed + (broken ? 1 : 0)} failed, ${skipped} skipped`)
process.exit(run.status ?? 1)

function count(path) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(path, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
