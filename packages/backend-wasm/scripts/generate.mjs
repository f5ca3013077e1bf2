/**
 * Compiles the kernels in assembly/ twice (plain SIMD, relaxed SIMD) and writes what the host needs of them to
 * src/generated/: the modules as text, so that no path has to be found at run time, the plain one
 * also as a file for pages, the layout of the records, the
 * constants that both sides know, and the source of the worker.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compileModule } from './compile-module.mjs'
import { hostConstants } from './constants.mjs'
import { checkRecords, readRecords, recordLayouts } from './record-layouts.mjs'
import { workerSource } from './worker-source.mjs'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const target = `${packageFolder}src/generated/`
const banner = '// Written by scripts/generate.mjs.\n'

await mkdir(target, { recursive: true })
const [plain, relaxed] = await Promise.all([compileModule(packageFolder, false), compileModule(packageFolder, true)])
await writeFile(
  `${target}modules.ts`,
  `${banner}/** The engine with plain SIMD, in base64. */\nexport const plainModule: string =\n  '${plain}'\n` +
    `/** The engine with relaxed SIMD, in base64. */\nexport const relaxedModule: string =\n  '${relaxed}'\n`,
)
await writeFile(`${target}engine.wasm`, Buffer.from(plain, 'base64'))
const records = readRecords(await readFile(`${packageFolder}assembly/records.ts`, 'utf8'))
await checkRecords(packageFolder, records)
await writeFile(`${target}record-layouts.ts`, banner + recordLayouts(records))
await writeFile(`${target}constants.ts`, banner + hostConstants())
await writeFile(
  `${target}worker-source.ts`,
  `${banner}/** The program of a worker. */\nexport const workerSource: string = ${JSON.stringify(await workerSource(packageFolder))}\n`,
)
