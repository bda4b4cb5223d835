import { describe, expect, it } from 'vitest'
import type { Rows } from '../../src/domain/telemetry-rows.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'
import { shiftSeconds } from '../../src/domain/time-window.ts'
import { START } from '../support/facts.ts'
import { recordRun } from '../support/recorded-run.ts'

type Window = readonly [startSeconds: number, endSeconds: number] | null

/** The windows that log patterns are asked for, in seconds after the start, in data of this length with a pod that waits from a moment on. */
async function askedWindows(seconds: number, onsetSeconds: number | null): Promise<readonly [incident: Window, baseline: Window]> {
  const at = (offset: number) => shiftSeconds(START, offset)
  const overview: Rows['overview'] = { locator: 'o', reported: null, from: START, to: at(seconds), scopes: ['shop'] }
  const event = (offset: number): Rows['kubernetes_events'] => {
    const said = { reason: 'FailedScheduling', severity: 'Warning' as const, message: '0/2 nodes are available', count: 9 }
    return { locator: 'e', entity: 'shop/Pod/basket-1', ...said, firstAt: at(offset), lastAt: at(seconds) }
  }
  const rows: Partial<Record<string, readonly object[]>> = {
    overview: [overview],
    kubernetes_events: onsetSeconds === null ? [] : [event(onsetSeconds)],
  }
  const telemetry: Telemetry = {
    read: (query) => {
      const own = rows[query.kind] ?? []
      const found =
        own.length === 0 ? { status: 'no_data', why: 'nothing recorded' } : { status: 'ok', rows: own, truncated: null, problems: [] }
      return Promise.resolve(found as never)
    },
    label: 'shop',
    close: () => Promise.resolve(),
  }
  const { evidence } = await recordRun(telemetry)
  const asked = evidence.map(({ query }) => query).find((query) => query.kind === 'log_patterns')
  if (asked?.kind !== 'log_patterns') throw new Error('log patterns were not asked for')
  const secondsOf = (window: typeof asked.baseline): Window =>
    window === null ? null : ([window.start, window.end].map((one) => (one.getTime() - START.getTime()) / 1000) as unknown as Window)
  return [secondsOf(asked.incident), secondsOf(asked.baseline)]
}

describe('investigation/gather', () => {
  it('begins the incident two minutes before the onset, in data that are long enough', async () => {
    expect(await askedWindows(2400, 1800)).toEqual([
      [1680, 2400],
      [0, 1680],
    ])
  })

  it('keeps half of what lies before the onset of a short recording to compare with', async () => {
    expect(await askedWindows(180, 100)).toEqual([
      [50, 180],
      [0, 50],
    ])
  })

  it('compares with nothing where less than twenty seconds are calm', async () => {
    expect(await askedWindows(180, 38)).toEqual([[0, 180], null])
    expect(await askedWindows(180, 40)).toEqual([
      [20, 180],
      [0, 20],
    ])
  })

  it('compares with the beginning of the data where nothing is wrong', async () => {
    const [incident, baseline] = await askedWindows(2400, null)

    expect(baseline?.[0]).toBe(0)
    expect(incident).toEqual([baseline?.[1], 2400])
  })
})
