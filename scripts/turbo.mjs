/** `npm run build` and its like: sets up, then runs a turbo task with the pinned pnpm. Arguments go to turbo. */
import { pnpm, setUp } from './setup.mjs'

setUp()
pnpm(['exec', 'turbo', 'run', ...process.argv.slice(2), '--output-logs=errors-only'])
