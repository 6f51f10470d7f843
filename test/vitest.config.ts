import { defineConfig } from 'vitest/config'

const database = './support/global-setup.ts'

export default defineConfig({
  test: {
    // Two cores are what a small machine has; each worker keeps its own database and server.
    maxWorkers: 2,
    // Every file makes what it needs; loading the application anew for each would take longer than its tests.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'rules', include: ['rules/**/*.test.ts'] } },
      { extends: true, test: { name: 'web', include: ['web/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'api',
          // One kind after the other: a browser and its server want both cores for themselves.
          sequence: { groupOrder: 1 },
          include: ['api/**/*.test.ts'],
          globalSetup: database,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          sequence: { groupOrder: 2 },
          include: ['e2e/**/*.test.ts'],
          globalSetup: database,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
