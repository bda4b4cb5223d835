import { describe, expect, it } from 'vitest'
import { saidIn, type LogStream } from '../../../src/telemetry/log-lines/log-stream.ts'
import { readPatternRows } from '../../../src/telemetry/log-lines/pattern-rows.ts'
import { readLogLines } from '../../../src/telemetry/log-lines/read-log-lines.ts'

const at = (time: string) => new Date(`2026-05-12T${time}Z`)
const WINDOWS = { incident: { start: at('12:00:00'), end: at('13:00:00') }, baseline: { start: at('11:00:00'), end: at('12:00:00') } }

function stream(text: string, more: Partial<LogStream> = {}): LogStream {
  const { records } = readLogLines(text.split('\n'), { where: 'a', startedAt: null, endedAt: null })
  const own = { entity: 'shop/Service/cart', pod: 'shop/Pod/cart-1', container: 'cart', where: 'cart.log' } as const
  return { ...own, records, startedAt: null, endedAt: null, isPrevious: false, ...more }
}

describe('src/telemetry/log-lines/pattern-rows', () => {
  it('counts one kind of line in both windows, errors first', () => {
    const { rows } = readPatternRows(
      [
        stream(
          '2026-05-12T11:10:00Z INFO order 1\n2026-05-12T12:10:00Z INFO order 2\n2026-05-12T12:11:00Z INFO order 3\n2026-05-12T12:12:00Z ERROR no 7',
        ),
      ],
      WINDOWS,
    )

    expect(rows).toEqual([
      expect.objectContaining({ severity: 'error', pattern: 'no <*>', incidentCount: 1, baselineCount: 0, locator: 'cart.log#4' }),
      expect.objectContaining({
        severity: 'info',
        pattern: 'order <*>',
        incidentCount: 2,
        baselineCount: 1,
        firstAt: at('11:10:00'),
        lastAt: at('12:11:00'),
        example: 'order 2',
      }),
    ])
  })

  it('has nothing to compare lines with that no time places', () => {
    expect(readPatternRows([stream('cannot start')], WINDOWS).rows).toEqual([
      expect.objectContaining({ incidentCount: 1, baselineCount: null, firstAt: null, lastAt: null }),
    ])
  })

  it('places lines without a time where their container ran, and after the line before them', () => {
    const before = stream('cannot start', { startedAt: at('11:10:00'), endedAt: at('11:11:00'), isPrevious: true })
    const after = stream('2026-05-12T12:10:00Z up\ncannot start')

    expect(readPatternRows([after, before], WINDOWS).rows.find(({ pattern }) => pattern === 'cannot start')).toMatchObject({
      incidentCount: 1,
      baselineCount: 1,
    })
  })

  it('puts the previous run of a container before the present one', () => {
    const said = saidIn([stream('second', { where: 'now' }), stream('first', { where: 'previous', isPrevious: true })])

    expect(said.map(({ body }) => body)).toEqual(['first', 'second'])
  })

  it('shows the fields of a structured line behind its message, and keeps them out of the pattern', () => {
    const { rows } = readPatternRows([stream('{"level":"error","msg":"no answer","peer":"db-1"}')], WINDOWS)

    expect(rows).toEqual([expect.objectContaining({ pattern: 'no answer', example: 'no answer peer=db-1' })])
  })

  it('leaves out the last beyond its limit and says how many', () => {
    const words = (number: number) => number.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)))
    const text = Array.from({ length: 605 }, (_, line) => words(line)).join('\n')

    const { rows, truncated } = readPatternRows([stream(text)], WINDOWS)

    expect(rows).toHaveLength(600)
    expect(truncated).toEqual({ limit: 'MAX_PATTERNS', leftOut: 5 })
  })

  it('has nothing to compare a program with that ran through less than half of the baseline', () => {
    const ran = (time: string) =>
      readPatternRows([stream('2026-05-12T11:50:00Z ERROR no 7\n2026-05-12T12:10:00Z ERROR no 7', { startedAt: at(time) })], WINDOWS)
        .rows[0]

    expect(ran('11:30:01')).toMatchObject({ incidentCount: 2, baselineCount: null })
    expect(ran('11:30:00')).toMatchObject({ incidentCount: 1, baselineCount: 1 })
  })

  it('compares what one of several programs of the kind said that ran long enough', () => {
    const text = '2026-05-12T11:50:00Z ERROR no 7'

    const { rows } = readPatternRows([stream(text, { startedAt: at('11:45:00') }), stream(text, { startedAt: at('10:00:00') })], WINDOWS)

    expect(rows).toEqual([expect.objectContaining({ incidentCount: 0, baselineCount: 2 })])
  })
})
