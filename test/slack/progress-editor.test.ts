import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEditBudget } from '../../src/slack/edit-budget.ts'
import type { SlackMessage } from '../../src/slack/limits.ts'
import { createProgressEditor } from '../../src/slack/progress-editor.ts'

const message = (text: string): SlackMessage => ({ text, blocks: [] })

describe('slack/progress-editor', () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }))
  afterEach(() => vi.useRealTimers())

  function edited(options: { perMinute?: number; fails?: () => boolean } = {}) {
    const seen: { readonly text: string; readonly at: number }[] = []
    const editor = createProgressEditor({
      edit: async ({ text }) => {
        if (options.fails?.()) throw new Error('rate limited')
        seen.push({ text, at: Date.now() - 1_000_000 })
      },
      budget: createEditBudget(() => new Date(), options.perMinute),
      clock: () => new Date(),
      postedAt: new Date(),
    })
    return { editor, seen }
  }

  it('shows at most one state every two seconds, always the newest', async () => {
    const { editor, seen } = edited()

    for (let step = 1; step <= 45; step += 1) {
      editor.show(message(`step ${step}`))
      await vi.advanceTimersByTimeAsync(100)
    }
    await vi.advanceTimersByTimeAsync(5000)

    expect(seen).toEqual([
      { text: 'step 20', at: 2000 },
      { text: 'step 40', at: 4000 },
      { text: 'step 45', at: 6000 },
    ])
  })

  it('tries the newest state again after an edit that failed', async () => {
    let failures = 1
    const { editor, seen } = edited({ fails: () => failures-- > 0 })

    editor.show(message('first'))
    await vi.advanceTimersByTimeAsync(2000)
    editor.show(message('second'))
    await vi.advanceTimersByTimeAsync(10_000)

    expect(seen.map(({ text }) => text)).toEqual(['second'])
  })

  it('shows nothing after it was stopped', async () => {
    const { editor, seen } = edited()

    editor.show(message('too late'))
    await editor.stop()
    await vi.advanceTimersByTimeAsync(10_000)

    expect(seen).toEqual([])
  })

  it('tells when the newest state can be seen, and does not wait for ever', async () => {
    const { editor, seen } = edited()
    const { editor: silent } = edited({ perMinute: 0 })
    let [shown, gaveUp] = ['', false]

    await editor.shown()
    editor.show(message('first'))
    silent.show(message('never'))
    void editor.shown().then(() => (shown = seen.map(({ text }) => text).join()))
    void silent.shown().then(() => (gaveUp = true))
    await vi.advanceTimersByTimeAsync(1999)
    expect([shown, gaveUp]).toEqual(['', false])
    await vi.advanceTimersByTimeAsync(2001)

    expect([shown, gaveUp]).toEqual(['first', true])
  })

  it('waits for the budget that all runs share', async () => {
    const { editor, seen } = edited({ perMinute: 1 })

    editor.show(message('first'))
    await vi.advanceTimersByTimeAsync(2000)
    editor.show(message('second'))
    await vi.advanceTimersByTimeAsync(58_000)
    expect(seen.map(({ text }) => text)).toEqual(['first'])
    await vi.advanceTimersByTimeAsync(10_000)

    expect(seen.map(({ text }) => text)).toEqual(['first', 'second'])
  })
})
