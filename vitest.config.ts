import { defineConfig } from 'vitest/config'

const server = process.env['TEST_DATABASE_URL']
const TEST_TIMEOUT_MS = 60_000
// Everything that touches the store lives in these folders and runs once on each database there is.
const STORED = ['test/store/**/*.test.ts', 'test/jobs/**/*.test.ts', 'test/acceptance/**/*.test.ts']

const DATABASE_TEMPLATE = 'test/support/database-template.ts'

const shared = { testTimeout: TEST_TIMEOUT_MS, hookTimeout: TEST_TIMEOUT_MS, restoreMocks: true }

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'core', include: ['test/**/*.test.ts'], exclude: STORED } },
      { test: { ...shared, name: 'embedded', include: STORED, globalSetup: DATABASE_TEMPLATE, env: { TEST_DATABASE_URL: '' } } },
      ...(server
        ? [
            {
              test: {
                ...shared,
                name: 'server',
                include: STORED,
                globalSetup: DATABASE_TEMPLATE,
                env: { TEST_DATABASE_URL: server },
                fileParallelism: false,
              },
            },
          ]
        : []),
    ],
  },
})
