import { describe, expect, it } from 'vitest'
import { advance, beginning, pauseMs, watchSeconds, type FollowState } from '../../src/journal/advance.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 11, 1, 2, minute))
const WATCHING: FollowState = { next: 'watch', version: '7', listedAt: at(0), heardAt: at(4), gap: null, failures: 0 }
const failed = (reason: 'unreachable' | 'refused' | 'expired') => ({ kind: 'failed', reason, why: 'so it is', heardAt: null }) as const

describe('src/journal/advance', () => {
  it('begins in a gap that goes back to the last keeper, or to ever, and ends it with a complete listing', () => {
    expect(beginning(at(0)).opened).toMatchObject([{ from: at(0), to: null, reason: 'start', why: 'the journal was not kept' }])
    const first = beginning(null)
    expect(first.opened).toMatchObject([{ from: null, reason: 'start', why: 'no journal was kept before' }])
    const listed = advance(first.state, { kind: 'listed', version: '7', missed: 3 }, at(1))
    expect(listed).toEqual({
      state: { next: 'watch', version: '7', listedAt: at(1), heardAt: at(1), gap: null, failures: 0 },
      opened: [],
      isEnded: true,
    })
  })

  it('watches on from where it was after a watch whose time is over, and lists before ten minutes are', () => {
    const ended = { kind: 'ended', version: '9', heardAt: at(4) } as const
    expect(advance(WATCHING, ended, at(4))).toMatchObject({ state: { next: 'watch', version: '9' }, opened: [], isEnded: false })
    expect(advance(WATCHING, ended, at(6))).toMatchObject({ state: { next: 'list' }, opened: [], isEnded: false })
  })

  it('comes back after a cut without a gap, since the server still knows where it was', () => {
    const cut = advance(WATCHING, { kind: 'cut', version: '8', heardAt: at(4) }, at(4))
    expect(cut).toMatchObject({ state: { next: 'watch', version: '8', failures: 1 }, opened: [] })
  })

  it('opens one gap from the last moment that it heard, whatever the number of failures, and ends it once', () => {
    const first = advance(WATCHING, failed('unreachable'), at(5))
    expect(first).toMatchObject({
      state: { next: 'list' },
      opened: [{ from: at(4), to: null, reason: 'unreachable', why: 'so it is' }],
      isEnded: false,
    })
    const second = advance(first.state, failed('unreachable'), at(6))
    expect(second).toMatchObject({ opened: [], isEnded: false, state: { failures: 2 } })
    expect(advance(second.state, { kind: 'listed', version: '9', missed: 1 }, at(7))).toMatchObject({
      opened: [],
      isEnded: true,
      state: { gap: null },
    })
  })

  it('goes on with the new reason where the reason changes', () => {
    const down = advance(WATCHING, failed('unreachable'), at(5))
    expect(advance(down.state, failed('refused'), at(6))).toMatchObject({ opened: [{ from: at(6), reason: 'refused' }], isEnded: true })
  })

  it('lists anew when the version has expired', () => {
    expect(advance(WATCHING, failed('expired'), at(5))).toMatchObject({
      state: { next: 'list' },
      opened: [{ from: at(4), reason: 'expired' }],
    })
  })

  it('says what a listing found that the watch had not told', () => {
    const listed = advance({ ...WATCHING, next: 'list' }, { kind: 'listed', version: '9', missed: 2 }, at(9))
    expect(listed.opened).toEqual([{ from: at(0), to: at(9), reason: 'lost', why: 'a listing found 2 changes that no watch had told' }])
  })

  it('waits twice as long after each failure, and never longer than five minutes', () => {
    const pauses = [0, 1, 2, 5, 30].map((failures) => pauseMs({ ...WATCHING, failures }, 1))
    expect(pauses).toEqual([0, 500, 1000, 8000, 300_000])
    expect(pauseMs({ ...WATCHING, failures: 1 }, 0)).toBe(250)
  })

  it('lets watches last for 240 to 300 s', () => {
    expect([watchSeconds(0), watchSeconds(0.999)]).toEqual([240, 299])
  })
})
