import { mergeConfig } from 'vitest/config'
import { packageConfig } from '../../vitest.package.js'

export default mergeConfig(packageConfig, { test: { name: 'cli', exclude: ['src/**/*.site.test.ts'] } })
