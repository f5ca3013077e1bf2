/** Puts the built viewer into the command line's own package, where `digon view` serves it from. */
import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const from = fileURLToPath(new URL('../../viewer/dist', import.meta.url))
const to = fileURLToPath(new URL('../dist/viewer', import.meta.url))
rmSync(to, { recursive: true, force: true })
cpSync(from, to, { recursive: true })
