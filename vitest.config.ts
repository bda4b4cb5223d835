import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const server = process.env['TEST_DATABASE_URL']
// Only a hang should meet it: a start of the whole program takes half a minute on cores that ten others want too.
const TEST_TIMEOUT_MS = 120_000
const POLL_TIMEOUT_MS = 20_000
// Everything that touches the store lives in these folders and runs once on each database there is.
const STORED = ['test/store/**/*.test.ts', 'test/jobs/**/*.test.ts', 'test/acceptance/**/*.test.ts']

// What is caught while the product's modules are loaded needs modules that nobody has loaded before.
const FRESH = ['test/patterns*.test.ts']

const DATABASE_TEMPLATE = 'test/support/database-template.ts'

// Programs that tests start compile their code once, as `npm start` does: half a second less of a core for each.
const NODE_COMPILE_CACHE = fileURLToPath(new URL('node_modules/.cache/node', import.meta.url))

const shared = {
  env: { NODE_COMPILE_CACHE },
  testTimeout: TEST_TIMEOUT_MS,
  hookTimeout: TEST_TIMEOUT_MS,
  restoreMocks: true,
  // vitest's own second is too short for a machine that others load.
  expect: { poll: { timeout: POLL_TIMEOUT_MS } },
  // Test files share the modules of their worker: loading them anew for each file took a third of the time of short tests. Code without
  // module-level state and tests without module mocks (both are rules here) cannot tell the difference.
  isolate: false,
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'core', include: ['test/**/*.test.ts'], exclude: [...STORED, ...FRESH] } },
      { test: { ...shared, name: 'fresh', include: FRESH, isolate: true, sequence: { groupOrder: 1 } } },
      {
        test: {
          ...shared,
          name: 'embedded',
          include: STORED,
          globalSetup: DATABASE_TEMPLATE,
          env: { NODE_COMPILE_CACHE, TEST_DATABASE_URL: '' },
        },
      },
      ...(server
        ? [
            {
              test: {
                ...shared,
                name: 'server',
                include: STORED,
                globalSetup: DATABASE_TEMPLATE,
                env: { NODE_COMPILE_CACHE, TEST_DATABASE_URL: server },
                fileParallelism: false,
                // One worker here, two before: vitest wants them one after another.
                sequence: { groupOrder: 2 },
              },
            },
          ]
        : []),
    ],
  },
})
