import { describe, expect, it } from 'vitest'

const server = process.env['TEST_DATABASE_URL']
const isCi = process.env['CI'] === 'true'

describe('the tests on a PostgreSQL server', () => {
  it.skipIf(!server && !isCi)('have one (set TEST_DATABASE_URL to run the store, jobs and acceptance tests on it as well)', () => {
    expect(server, 'CI must run on both databases: set TEST_DATABASE_URL').toMatch(/^postgres(ql)?:\/\//)
  })
})
