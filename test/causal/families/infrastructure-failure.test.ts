import { describe, expect, it } from 'vitest'
import { infrastructureFailure } from '../../../src/causal/families/infrastructure-failure.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { depends, minute, version } from '../../support/facts.ts'
import { event, logged, proposalsOf, workload, WORKLOAD } from './cluster.ts'

const ALERT = {
  name: 'DatabaseDown',
  entity: 'shop/Service/db' as const,
  state: 'firing' as const,
  labels: {},
  startsAt: minute(25),
  endsAt: null,
  value: 1,
}

function failing(service: string, example: string): Omit<Rows['log_patterns'], 'locator'> {
  const times = { firstAt: minute(21), lastAt: minute(39) }
  return { entity: `shop/Service/${service}`, pattern: example, severity: 'error', incidentCount: 40, baselineCount: 0, example, ...times }
}

describe('causal/families/infrastructure-failure', () => {
  it('takes no alert for a proof of what it says, and a few words of a node that is well since for history', () => {
    const node = version('_cluster/Node/n1', { status: { conditions: [{ type: 'Ready', status: 'True' }] } })
    const lost = (count: number) => [event('_cluster/Node/n1', 'NodeNotReady', 'Node n1 status is now: NodeNotReady', count)]
    const alerts = [{ ...ALERT, summary: 'primary is down, failover in progress' }]

    expect(proposalsOf(infrastructureFailure, { alerts })).toEqual([])
    expect(proposalsOf(infrastructureFailure, { objects: [node], events: lost(1) })).toEqual([])
    expect(proposalsOf(infrastructureFailure, { objects: [], events: lost(1) })).toHaveLength(1)
  })

  it('does not take a request that failed for a disk', () => {
    const named = (text: string) =>
      proposalsOf(infrastructureFailure, { logs: [failing('basket', text)] }).map((line) => line.split(' ')[1])

    expect(named('blk_update_request: I/O error, dev sda, sector 2048')).toEqual(['disk_failed'])
    expect(named('write /data/wal: input/output error')).toEqual(['disk_failed'])
    expect(named('I/O error on GET request for "http://quotes:80/rates": Read timed out')).toEqual([])
  })

  describe('credentials', () => {
    const SECRET = 'shop/Secret/basket-access'
    const holding = (name: string, key = 'value') => ({ name, valueFrom: { secretKeyRef: { name: 'basket-access', key } } })
    const carrying = (...env: readonly object[]) => workload({ containers: [{ name: 'main', env }] })
    const proposed = (example: string, ...objects: readonly ReturnType<typeof version>[]) =>
      proposalsOf(infrastructureFailure, { logs: [logged(example)], objects })

    it.each([
      'quotes answered 401: token expired at 2026-05-27T14:00:00Z',
      'token has invalid claims: token is expired',
      'oidc: token is expired (Token Expiry: 2026-05-27 14:00:00 +0000 UTC)',
      'TokenExpiredError: jwt expired',
      'io.jsonwebtoken.ExpiredJwtException: JWT expired at 2026-05-27T14:00:00Z',
      'jwt.exceptions.ExpiredSignatureError: Signature has expired',
      'ExpiredTokenException: The security token included in the request is expired',
      'Bearer error="invalid_request", error_description="The access token expired"',
      '{"error":"expired_token"}',
    ])('are the Secret that holds them, where whoever says that they expired carries it: %s', (example) => {
      expect(proposed(example, carrying(holding('QUOTES_TOKEN')))).toEqual([`${SECRET} credential_expired witnessed`])
    })

    it('are those of the workload where no Secret is carried, or one that is called something else', () => {
      const expected = [`${WORKLOAD} credential_expired static`]

      expect(proposed('token is expired', carrying())).toEqual(expected)
      expect(proposed('token is expired', carrying(holding('DB_PASSWORD')))).toEqual(expected)
      expect(proposed('token is expired', carrying(holding('JWT_SIGNING_KEY')))).toEqual(expected)
    })

    it('are in the only Secret where it is not called by what it holds, and of several in the one that is', () => {
      const other = { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'basket-db', key: 'value' } } }
      const several = [
        holding('QUOTES_TOKEN'),
        { name: 'ADMIN_TOKEN', valueFrom: { secretKeyRef: { name: 'basket-admin', key: 'value' } } },
      ]

      expect(proposed('token is expired', carrying(holding('SETTINGS')))).toEqual([`${SECRET} credential_expired witnessed`])
      expect(proposed('token is expired', carrying(other, holding('QUOTES_TOKEN')))).toEqual([`${SECRET} credential_expired witnessed`])
      expect(proposed('token is expired', carrying(...several))).toEqual([`${WORKLOAD} credential_expired static`])
    })

    it('that are refused are at the Secret as well, and only an oddity: the other side may be wrong', () => {
      const refused = 'FATAL: password authentication failed for user "basket"'

      expect(proposed(refused, carrying(holding('DB_PASSWORD')))).toEqual([`${SECRET} authentication_failed static`])
      expect(proposed('{"error":"invalid_token"}', carrying(holding('QUOTES_TOKEN')))).toEqual([`${SECRET} authentication_failed static`])
    })

    it('are those of the caller where whom it calls says so first', () => {
      const quotes = { ...carrying({ name: 'USERS_TOKEN', valueFrom: { secretKeyRef: { name: 'quotes', key: 'value' } } }) }
      const callee = { ...quotes, entity: 'shop/Deployment/quotes' as const, object: { ...quotes.object, metadata: { name: 'quotes' } } }
      const logs = [
        { ...failing('quotes', 'token is expired'), firstAt: minute(20) },
        failing('basket', 'quotes answered 401: token is expired'),
      ]
      const dependencies = [depends('shop/Service/basket', 'shop/Service/quotes')]
      const objects = [carrying(holding('QUOTES_TOKEN')), callee]

      expect(proposalsOf(infrastructureFailure, { logs, dependencies, objects })).toEqual([`${SECRET} credential_expired witnessed`])
    })
  })
})
