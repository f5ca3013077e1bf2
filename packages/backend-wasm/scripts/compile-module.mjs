/** Runs the AssemblyScript compiler, with nothing written to disk. */
import { readFile } from 'node:fs/promises'
import asc from 'assemblyscript/asc'
import { assemblyConstants } from './constants.mjs'
import { narrowKernels } from './narrow-kernels.mjs'
import { rowKernels } from './row-kernels.mjs'

/** The engine in base64. */
export async function compileModule(packageFolder, relaxed) {
  const binary = await compileAssembly(packageFolder, 'assembly/index.ts', {
    // Sources that are written here instead of standing in assembly/.
    written: new Map([
      ['assembly/narrow/narrow-kernels.ts', narrowKernels()],
      ['assembly/wide/row-kernels.ts', rowKernels()],
      ['assembly/constants.ts', assemblyConstants()],
    ]),
    options: [
      ...['--importMemory', '--noExportMemory', '-O3', '--converge', '--noAssert'],
      ...['--enable', relaxed ? 'simd,relaxed-simd' : 'simd'],
    ],
  })
  return Buffer.from(binary).toString('base64')
}

/**
 * The module of one file and all that it imports.
 *
 * @param written texts of files that are not on the disk, by their paths.
 */
export async function compileAssembly(packageFolder, entry, { written, options = [] }) {
  let binary
  const common = [entry, '--outFile', 'engine.wasm', '--runtime', 'stub', '--use', 'abort=']
  const { error, stderr } = await asc.main([...common, ...options], {
    readFile: (name, base) =>
      written.get(name) ?? readFile(`${base === '.' ? packageFolder : base}/${name}`, 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      binary = contents
    },
    listFiles: () => [],
  })
  if (error) throw new Error(`${entry} does not compile:\n${stderr.toString()}`, { cause: error })
  return binary
}
