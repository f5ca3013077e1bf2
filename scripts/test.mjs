/**
 * `npm test`: sets up, generates what tests cannot do without (the WASM kernels), runs every package's tests from source.
 * Arguments are passed on to vitest. Ends with the slowest files, what did not run, what failed and one line:
 * `tests: N passed, N failed, N skipped`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
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
const { passed, failed, skipped, failures, slowest, notRun } = count(report)
rmSync(folder, { recursive: true, force: true })
const broken = run.status !== 0 && failed === 0
if (slowest.length > 0) console.log(`slowest files, in seconds:\n${slowest.join('\n')}`)
if (notRun.length > 0) {
  console.log(
    'did not run: left out by arguments, or something is missing here (Chromium, Firefox, PyTorch, Redis, a right of root, …):',
  )
  console.log(notRun.join('\n'))
}
for (const failure of failures) console.log(`failed: ${failure}`)
if (broken) console.log('vitest itself failed: see above')
console.log(`tests: ${passed} passed, ${failed + (broken ? 1 : 0)} failed, ${skipped} skipped`)
process.exit(run.status ?? 1)

function count(path) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      readFileSync(path, 'utf8'),
    )
    const failures = testResults.flatMap(({ name, message, assertionResults }) => {
      const tests = assertionResults.filter(({ status }) => status === 'failed')
      const file = relative(root, name)
      if (tests.length === 0) return message ? [`${file}: ${message}`] : []
      return tests.map(({ fullName, failureMessages }) => `${file}: ${fullName}\n${failureMessages.join('\n')}`)
    })
    const slowest = testResults
      .map(({ name, startTime, endTime }) => ({ file: relative(root, name), seconds: (endTime - startTime) / 1000 }))
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, 20)
      .map(({ file, seconds }) => `  ${seconds.toFixed(0).padStart(4)}  ${file}`)
    const notRun = testResults.flatMap(({ name, assertionResults }) => {
      const tests = assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed')
      const first =
        tests.length > 0 && `${tests[0].fullName}${tests.length > 1 ? `, and ${tests.length - 1} more` : ''}`
      return tests.length > 0 ? [`  ${relative(root, name)}: ${first}`] : []
    })
    return {
      passed: numPassedTests,
      failed: numFailedTests,
      skipped: numPendingTests + numTodoTests,
      failures,
      slowest,
      notRun,
    }
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: [], slowest: [], notRun: [] }
  }
}
