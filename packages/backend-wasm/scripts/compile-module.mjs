/** Runs the AssemblyScript compiler on assembly/index.ts, with nothing written to disk. */
import { readFile } from 'node:fs/promises'
import asc from 'assemblyscript/asc'
import { laneKernels } from './lane-kernels.mjs'

/** Sources that are written here instead of standing in assembly/. */
const written = new Map([['assembly/lane-kernels.ts', laneKernels()]])

/** The module in base64. */
export async function compileModule(packageFolder, relaxed) {
  let binary
  const features = relaxed ? 'simd,relaxed-simd' : 'simd'
  const { error, stderr } = await asc.main(
    [
      ['assembly/index.ts', '--outFile', 'engine.wasm', '--runtime', 'stub', '--importMemory', '--noExportMemory'],
      ['-O3', '--converge', '--noAssert', '--use', 'abort=', '--enable', features],
    ].flat(),
    {
      readFile: (name, base) =>
        written.get(name) ?? readFile(`${base === '.' ? packageFolder : base}/${name}`, 'utf8').catch(() => null),
      writeFile: (_name, contents) => {
        binary = contents
      },
      listFiles: () => [],
    },
  )
  if (error) throw new Error(`the kernels do not compile:\n${stderr.toString()}`, { cause: error })
  return Buffer.from(binary).toString('base64')
}
