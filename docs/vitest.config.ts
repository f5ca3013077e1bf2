import { mergeConfig } from 'vitest/config'
import { packageConfig } from '../vitest.package.js'

export default mergeConfig(packageConfig, { test: { name: 'docs', include: ['*.test.ts'], pool: 'forks' } })
