import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestStore, type TestStore } from '../support/database.ts'

describe('src/store/open-store', () => {
  let test: TestStore
  beforeAll(async () => {
    test = await openTestStore()
  })
  afterAll(() => test.close())

  it('opens an empty store', async () => {
    expect(await test.store.verifyAudit()).toMatchObject({ entries: 0, brokenAt: null })
  })
})
