import { mergeConfig } from 'vitest/config'
import { packageConfig } from '../../vitest.package.js'

// The first figure of a file loads Vega, which takes seconds on a busy machine.
export default mergeConfig(packageConfig, { test: { name: 'plot', testTimeout: 20_000 } })
