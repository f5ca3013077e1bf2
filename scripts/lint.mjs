/** `npm run lint`: sets up, then checks with Biome. Arguments are passed on, for example `--write`. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root, setUp } from './setup.mjs'

setUp()
const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
const { status } = spawnSync(process.execPath, [biome, 'check', ...process.argv.slice(2), root], { stdio: 'inherit' })
process.exit(status ?? 1)
