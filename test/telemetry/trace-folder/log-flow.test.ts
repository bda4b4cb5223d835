import { describe, expect, it } from 'vitest'
import { logFlow } from '../../../src/telemetry/trace-folder/log-flow.ts'
import { keyOf, patternOf, type RecordedLine } from '../../../src/telemetry/trace-folder/log-lines.ts'

const POD = 'basket-7d9f6c5b4-x2k8p'
const READ = 'INFO c.Price#31 [price][at: 7]'
const SENT = 'INFO c.Price#38 [price][at: 9]'
const DONE = 'INFO c.PriceCtl#12 [done]'
const LISTED = 'INFO c.PriceCtl#77 [listed]'
/** Long after every request, so that none of them is cut off by the end. */
const LAST = 'INFO c.Clock#1 tick'

/** Requests one second apart, the lines of each a tenth of a millisecond apart. */
function recording(...requests: readonly (readonly string[])[]): readonly RecordedLine[] {
  const lines = [...requests, ...Array.from({ length: 7 }, () => []), [LAST]].flatMap((request, at) =>
    request.map((Log, index) => ({
      TimeUnixNano: String(1_000_000_000_000 + at * 1_000_000_000 + index * 100_000),
      PodName: POD,
      TraceID: `t${at}`,
      SpanID: 's',
      Log,
    })),
  )
  return lines.toReversed().map((value, index) => ({ record: index + 2, value }))
}

function after(line: string, now: readonly RecordedLine[], ...usual: readonly (readonly RecordedLine[])[]) {
  const [sample] = recording([line])
  return sample === undefined ? undefined : logFlow(now, usual).get(`app/Service/basket ${patternOf(line)}`)
}

describe('src/telemetry/trace-folder/log-flow', () => {
  const calm = recording([READ, SENT, DONE], [READ, SENT, DONE], [READ, SENT, DONE])

  it('counts requests that leave out the line that always came next', () => {
    const now = recording([READ, SENT, DONE], [READ, DONE], [READ])

    expect(after(READ, now, calm)).toMatchObject({ pattern: patternOf(SENT), usual: 3, gapMs: 0.1, seen: 3, followed: 1 })
  })

  it('keeps two statements apart that say the same thing', () => {
    expect(patternOf(READ)).not.toBe(patternOf(SENT))
    expect(patternOf(READ)).toBe('INFO c.Price#31 [price][at: <*>]')
    expect(keyOf(calm[0] ?? recording([READ])[0] ?? fail())).toBe('app/Service/basket INFO c.Clock#1 tick')
  })

  it('does not count requests of another kind, but those that turn to a new warning', () => {
    const warning = 'WARN c.Price#34 [price][none]'

    expect(after(READ, recording([READ, LISTED], [READ, SENT]), calm)).toMatchObject({ seen: 1, followed: 1 })
    expect(after(READ, recording([READ, warning], [READ, SENT]), calm)).toMatchObject({ seen: 2, followed: 1 })
  })

  it('knows nothing where two things came next, the request ended, or trouble came', () => {
    expect(after(READ, calm, recording([READ, SENT], [READ, DONE]))).toBeUndefined()
    expect(after(DONE, calm, calm)).toBeUndefined()
    expect(after(READ, calm, recording([READ, 'ERROR c.Price#39 failed'], [READ, 'ERROR c.Price#39 failed']))).toBeUndefined()
  })

  it('knows of a loop that it goes round or on, and never ends there', () => {
    const round = [READ, SENT, READ, SENT, DONE]
    const loops = recording(round, round, round)

    expect(after(SENT, recording(round, [READ, SENT], [READ, SENT, READ, SENT]), loops)).toMatchObject({ usual: 6, seen: 5, followed: 3 })
  })

  it('adds what further recordings show, and lets them object', () => {
    expect(after(READ, calm, recording([DONE]), calm)).toMatchObject({ usual: 3 })
    expect(after(READ, calm, calm, recording([READ, LISTED]))).toBeUndefined()
  })

  it('leaves out fragments of traces, and requests that the end of the recording may have cut', () => {
    const cut = recording([READ, SENT, DONE]).filter(({ value }) => value.TraceID === 't0' && !value.Log.includes('#38'))

    expect(after(READ, cut, calm)).toBeUndefined()
    expect(logFlow(recording(['WARN c.Price#34 [price][none]']), [calm]).size).toBe(0)
  })
})

function fail(): never {
  throw new Error('a recording without lines')
}
