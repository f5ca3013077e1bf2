/** Files beside their compressed twins (`.br`, `.gz`), for servers that hand these out: `digon view`, and many static hosts. */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { SiteFile } from './recorded.js'

/** Below, a twin saves no packet. */
const leastBytes = 1024

const compressible = /\.(html|js|css|json|svg|wasm|webmanifest)$/

/** @returns the twins of a file that are smaller than the file. */
export async function compressedTwins({ path, bytes }: SiteFile): Promise<SiteFile[]> {
  if (!compressible.test(path) || bytes.length < leastBytes) return []
  const [brotli, zipped] = await Promise.all([
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
    promisify(gzip)(bytes, { level: 9 }),
  ])
  const twins = [
    { path: `${path}.br`, bytes: brotli },
    { path: `${path}.gz`, bytes: zipped },
  ]
  return twins.filter((twin) => twin.bytes.length < bytes.length)
}
