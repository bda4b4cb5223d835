import { describe, expect, it } from 'vitest'
import { infrastructureFailure } from '../../../src/causal/mechanisms/infrastructure-failure.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { minute } from '../../support/facts.ts'
import { version } from '../../support/facts.ts'
import { proposalsOf } from './cluster.ts'

function failing(service: string, example: string): Omit<Rows['log_patterns'], 'locator'> {
  const times = { firstAt: minute(21), lastAt: minute(39) }
  return { entity: `shop/Service/${service}`, pattern: example, severity: 'error', incidentCount: 40, baselineCount: 0, example, ...times }
}

function basesOf(...logs: readonly Omit<Rows['log_patterns'], 'locator'>[]): readonly string[] {
  return proposalsOf(infrastructureFailure, { logs: [...logs] }).filter((line) => line.includes('dns_failure'))
}

describe('causal/mechanisms/infrastructure-failure', () => {
  it('takes it for name resolution when several services cannot find several names', () => {
    const logs = [failing('basket', 'dial tcp: lookup quotes: no such host'), failing('orders', 'getaddrinfo ENOTFOUND payments')]

    expect(basesOf(...logs)).toEqual([expect.stringContaining('dns_failure witnessed')])
  })

  it('takes one name that nobody finds for a missing name', () => {
    const logs = [failing('basket', 'dial tcp: lookup quotes: no such host'), failing('orders', 'getaddrinfo ENOTFOUND quotes')]

    expect(basesOf(...logs)).toEqual([expect.stringContaining('dns_failure static')])
  })

  it('does not count a caller that passes on what its callee could not find', () => {
    const own = ['quotes', 'stock'].map((name) => failing('orders', `dial tcp: lookup ${name}: no such host`))
    const passedOn = failing('basket', 'orders answered: dial tcp: lookup quotes: no such host')
    const called = { dependencies: [{ caller: 'shop/Service/basket', callee: 'shop/Service/orders' }] as const }

    const bases = [called, {}].map((more) =>
      proposalsOf(infrastructureFailure, { logs: [...own, passedOn], ...more }).filter((line) => line.includes('dns_failure')),
    )

    expect(bases).toEqual([[expect.stringContaining('dns_failure static')], [expect.stringContaining('dns_failure witnessed')]])
  })

  it('leaves names to whoever asks for them or should have them where the objects say why they are missing', () => {
    const logs = [failing('basket', 'dial tcp: lookup quotes: no such host'), failing('orders', 'getaddrinfo ENOTFOUND db.shop')]
    const headless = version('shop/Service/db', { spec: { clusterIP: 'None', selector: { app: 'db' } } })
    const pods = (ready: boolean) => version('shop/Endpoints/db', { subsets: [ready ? { addresses: [{ ip: '10.0.0.7' }] } : {}] })
    const proposed = (ready: boolean) =>
      proposalsOf(infrastructureFailure, { logs, objects: [headless, pods(ready)] }).filter((line) => line.includes('dns_failure'))

    expect(proposed(false)).toEqual([])
    expect(proposed(true)).toEqual([expect.stringContaining('dns_failure static')])
  })

  it('does not take a request that failed for a disk', () => {
    const named = (text: string) =>
      proposalsOf(infrastructureFailure, { logs: [failing('basket', text)] }).map((line) => line.split(' ')[1])

    expect(named('blk_update_request: I/O error, dev sda, sector 2048')).toEqual(['disk_failed'])
    expect(named('write /data/wal: input/output error')).toEqual(['disk_failed'])
    expect(named('I/O error on GET request for "http://quotes:80/rates": Read timed out')).toEqual([])
  })

  it('takes name servers that fail for name resolution, whatever the name', () => {
    const logs = ['basket', 'orders'].map((service) => failing(service, 'dial tcp: lookup quotes: i/o timeout'))

    expect(basesOf(...logs)).toEqual([expect.stringContaining('dns_failure witnessed')])
  })
})
