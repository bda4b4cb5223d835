import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/open-store.ts'
import { openTestStore } from '../support/database.ts'

const NOBODY_LISTENS = 'postgres://shop:hunter2@127.0.0.1:1/shop'

describe('src/store/open-store', () => {
  it.each([NOBODY_LISTENS, 'postgres://shop:hunter2@127.0.0.1:notaport/shop'])(
    'says that a server does not answer, without its password',
    async (databaseUrl) => {
      const warn = () => {}

      const attempt = openStore({ databaseUrl, dataDir: '', clock: () => new Date(), newId: () => '1', warn })

      await expect(attempt).rejects.toMatchObject({ code: 'store_failed', message: expect.not.stringContaining('hunter2') })
    },
  )

  it('closes once, however often it is asked', async () => {
    const test = await openTestStore()

    await test.store.close()

    await expect(test.close()).resolves.toBeUndefined()
  })
})
