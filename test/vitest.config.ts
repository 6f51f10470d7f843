import { defineConfig } from 'vitest/config'

const database = './support/global-setup.ts'

export default defineConfig({
  test: {
    // Two cores are what a small machine has; each worker keeps its own database and server.
    maxWorkers: 2,
    projects: [
      { test: { name: 'rules', include: ['rules/**/*.test.ts'] } },
      { test: { name: 'web', include: ['web/**/*.test.ts'] } },
      {
        test: {
          name: 'api',
          include: ['api/**/*.test.ts'],
          globalSetup: database,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
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
