import type { ViteUserConfig } from 'vitest/config'

/** What every package's vitest configuration shares: workspace imports resolve to source, so tests need no build. */
export const packageConfig: ViteUserConfig = {
  resolve: { conditions: ['@digon/source', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['@digon/source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    exclude: ['src/**/*.browser.test.{ts,tsx}'],
    environment: 'node',
    // Many tests start processes, and the suite uses all cores: what takes a second alone can take ten there.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
}
