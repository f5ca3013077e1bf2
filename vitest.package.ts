import type { ViteUserConfig } from 'vitest/config'

/** What every package's vitest configuration shares: workspace imports resolve to source, so tests need no build. */
export const packageConfig: ViteUserConfig = {
  resolve: { conditions: ['@digon/source', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['@digon/source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    exclude: ['src/**/*.browser.test.{ts,tsx}'],
    environment: 'node',
    // Against tests that hang, not against slow machines: what takes a second alone takes ten beside other work.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
  },
}
