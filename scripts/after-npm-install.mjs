/** What plain `npm install` does in a clone: the set-up that every script of ours begins with, and a build. pnpm itself needs none of it. */
import { pnpm, setUp } from './setup.mjs'

// biome-ignore lint/suspicious/noUndeclaredEnvVars: npm sets it, and no turbo task runs this
if (process.env.npm_config_user_agent?.startsWith('npm/')) {
  setUp({ again: true })
  console.error('digon: building the packages')
  pnpm(['exec', 'turbo', 'run', 'build', '--filter=digon...', '--output-logs=errors-only'])
  console.error('digon: ready; try `npm start`, `npm test` or `npm run -s digon -- list`')
}
