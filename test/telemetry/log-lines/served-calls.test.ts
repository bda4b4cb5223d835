import { describe, expect, it } from 'vitest'
import { servedCallRows, type LoggedCall } from '../../../src/telemetry/log-lines/served-calls.ts'
import { gridOf } from '../../../src/telemetry/shared/grid.ts'
import { minute } from '../../support/facts.ts'

const GRID = gridOf({ start: minute(0), end: minute(3) }, 60)

function call(at: number, line: Partial<LoggedCall['line']> = {}, more: Partial<LoggedCall> = {}): LoggedCall {
  const own = { service: 'shop/Deployment/cart', program: 'nginx', keptFrom: null } as const
  return {
    locator: `cart.log#${at}`,
    at: minute(at),
    ...own,
    ...more,
    line: { path: '/cart', status: 200, durationMs: 10, isMade: false, ...line },
  }
}

describe('telemetry/log-lines/served-calls', () => {
  it('counts calls, those in which the server failed, and how long they took, per step', () => {
    const [row, ...others] = servedCallRows(
      [
        call(0.5),
        call(2.1),
        call(2.2, { status: 503, durationMs: 90 }),
        call(2.3, { status: 499, durationMs: null }),
        call(2.4, { status: 404 }),
      ],
      GRID,
    )

    expect(others).toEqual([])
    expect(row).toMatchObject({
      locator: 'cart.log#0.5',
      service: 'shop/Deployment/cart',
      counts: [1, null, 4],
      errors: [0, null, 1],
      ownErrors: [null, null, null],
      p50Ms: [10, null, 10],
      p95Ms: [10, null, 90],
    })
    expect(row).not.toHaveProperty('countedFrom')
  })

  it('counts a call once that a proxy and the program behind it log', () => {
    const behind = [call(0.1, {}, { program: 'app' }), call(0.2, {}, { program: 'app' })]

    const [row] = servedCallRows([...behind, call(0.1), call(0.2), call(0.3, { status: 502 })], GRID)

    expect(row).toMatchObject({ counts: [3, null, null], errors: [1, null, null] })
  })

  it('leaves out what a sidecar asked of others, unless nothing came in: a gateway only passes on', () => {
    const made = call(0.2, { isMade: true, status: 503 })

    expect(servedCallRows([call(0.1), made], GRID)[0]).toMatchObject({ counts: [1, null, null], errors: [0, null, null] })
    expect(servedCallRows([made], GRID)[0]).toMatchObject({ counts: [1, null, null], errors: [1, null, null] })
  })

  it('counts all of them only since the last of the logs began', () => {
    const [row] = servedCallRows([call(0.1, {}, { keptFrom: minute(0) }), call(1.5, {}, { keptFrom: minute(1) })], GRID)

    expect(row?.countedFrom).toEqual(minute(1))
  })

  it('has no row where no call lies on the grid', () => {
    expect(servedCallRows([call(-1), call(3)], GRID)).toEqual([])
  })
})
