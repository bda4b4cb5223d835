import { describe, expect, it } from 'vitest'
import { failedCallIn, readCallFailures, type SaidRecord } from '../../../src/telemetry/log-lines/call-failures.ts'

/** What a caller prints, and whom and how it says that it did not reach. */
const CALLS: readonly (readonly [text: string, host: string, port: number | null, failure: string])[] = [
  ['Error: getaddrinfo ENOTFOUND quote', 'quote', null, 'no_such_host'],
  ['getaddrinfo EAI_AGAIN quote:8080', 'quote', 8080, 'other'],
  ['java.net.UnknownHostException: quote: Name or service not known', 'quote', null, 'no_such_host'],
  [
    "HTTPConnectionPool(host='quote', port=8080): Max retries exceeded with url: /rates (Caused by NewConnectionError('[Errno 111] Connection refused'))",
    'quote',
    8080,
    'refused',
  ],
  ['curl: (6) Could not resolve host: quote', 'quote', null, 'no_such_host'],
  ['curl: (7) Failed to connect to quote port 8080 after 2 ms: Could not connect to server', 'quote', 8080, 'refused'],
  ['failed to lookup address information: Name or service not known (quote.shop)', 'quote.shop', null, 'no_such_host'],
  ['nc: getaddrinfo for host "quote" port 8080: Name or service not known', 'quote', null, 'no_such_host'],
  ["wget: bad address 'quote:8080'", 'quote', 8080, 'no_such_host'],
  ["wget: can't connect to remote host (10.96.4.1): Connection refused", '10.96.4.1', null, 'refused'],
  ['nginx: [emerg] host not found in upstream "quote" in /etc/nginx/conf.d/default.conf:3', 'quote', null, 'no_such_host'],
  [
    '*1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.7, server: _, request: "GET /rates HTTP/1.1", upstream: "http://10.0.0.9:8080/rates", host: "shop.example.com"',
    '10.0.0.9',
    8080,
    'refused',
  ],
  ['quote.shop could not be resolved (3: Host not found)', 'quote.shop', null, 'no_such_host'],
  ['could not translate host name "db" to address: Name or service not known', 'db', null, 'no_such_host'],
  ['Error 111 connecting to redis:6379. Connection refused.', 'redis', 6379, 'refused'],
  ['php_network_getaddresses: getaddrinfo for db failed: Name or service not known', 'db', null, 'no_such_host'],
  ['Failed to open TCP connection to quote:80 (Connection refused - connect(2) for "quote" port 80)', 'quote', 80, 'refused'],
  ['Connection refused (quote:8080)', 'quote', 8080, 'refused'],
  [
    'error sending request for url (http://quote:8080/rates): tcp connect error: Connection refused (os error 111)',
    'quote',
    8080,
    'refused',
  ],
  ['connection to server at "db" (10.0.0.1), port 5432 failed: Connection refused', 'db', 5432, 'refused'],
  ["Can't connect to MySQL server on 'db:3306' (111)", 'db', 3306, 'refused'],
  ['Connection to node -1 (kafka/10.0.0.1:9092) could not be established. Broker may not be available.', 'kafka', 9092, 'refused'],
  [
    'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.96.3.1:50051: connect: connection refused"',
    '10.96.3.1',
    50051,
    'refused',
  ],
  ['Get "http://quote:8080": dial tcp 10.96.4.1:8080: connect: connection refused', 'quote', 8080, 'refused'],
  ['Get "http://quote:8080": dial tcp: lookup quote.shop.svc.cluster.local on 10.96.0.10:53: no such host', 'quote', 8080, 'no_such_host'],
  ['I/O error on GET request for "http://quote:8080/rates": Connect timed out', 'quote', 8080, 'timed_out'],
  ['read tcp 10.0.0.7:51234->10.96.4.1:5432: read: connection reset by peer', '10.96.4.1', 5432, 'reset'],
  ['upstream http://quote:8080 returned 503', 'quote', 8080, 'unavailable'],
  ['postgres://app:***@db:5432/orders: connection refused', 'db', 5432, 'refused'],
  ['db:5432 - no response', 'db', 5432, 'timed_out'],
  ['db:5432 - rejecting connections', 'db', 5432, 'unavailable'],
  ['Network timeout: Connection to quote timed out after 30000ms', 'quote', null, 'timed_out'],
  ['GET http://quote/rates: 403 Forbidden', 'quote', null, 'forbidden'],
]

/** Lines that name no other host, or nothing that failed on the way to it. */
const NO_CALL = [
  'connection refused',
  'request took 12:30:45 timeout',
  'main.go:81 i/o timeout',
  'connect to localhost:5432: connection refused',
  'listen tcp 0.0.0.0:80: bind: permission denied',
  '10.0.0.1 - - [x] "GET /rates HTTP/1.1" 503 12 Service Unavailable',
  'read tcp 10.0.0.5:8080->10.0.0.7:51234: read: connection reset by peer',
  'connected to http://quote:8080',
]

const AT = new Date('2026-05-12T12:00:00Z')
const LATER = new Date('2026-05-12T12:05:00Z')

function said(body: string, more: Partial<SaidRecord> = {}): SaidRecord {
  return { locator: 'a.log#1', entity: 'shop/Service/cart', severity: 'error', body, count: 1, firstAt: AT, lastAt: AT, ...more }
}

describe('src/telemetry/log-lines/call-failures', () => {
  it.each(CALLS)('reads from %s that %s (port %s): %s', (text, host, port, failure) => {
    expect(failedCallIn(text)).toMatchObject({ host, port, failure })
  })

  it.each(NO_CALL)('reads no failed call from %s', (text) => {
    expect(failedCallIn(text)).toBeNull()
  })

  it('takes the first host as called where a text passes on what that one did not reach', () => {
    const text = 'Post "http://checkout:8080/place": 500 {"error":"Get http://quote:8080: dial tcp: lookup quote: no such host"}'

    expect(failedCallIn(text)).toMatchObject({ host: 'checkout', target: 'checkout:8080/place', failure: 'other' })
  })

  it('counts what one caller says of one host together and quotes the first', () => {
    const { rows } = readCallFailures([
      said('Get "http://quote:8080/a": connection refused'),
      said('Get "http://quote:8080/b": connection refused', { locator: 'a.log#9', count: 4, firstAt: LATER, lastAt: LATER }),
      said('Get "http://quote:8080/b": connection refused', { entity: 'shop/Service/desk', firstAt: null, lastAt: null }),
    ])

    expect(rows).toEqual([
      {
        locator: 'a.log#1',
        caller: 'shop/Service/cart',
        target: 'quote:8080/a',
        host: 'quote',
        port: 8080,
        failure: 'refused',
        count: 5,
        firstAt: AT,
        lastAt: LATER,
        example: 'Get "http://quote:8080/a": connection refused',
      },
      expect.objectContaining({ caller: 'shop/Service/desk', count: 1, firstAt: null }),
    ])
  })

  it('leaves out what was logged as harmless', () => {
    expect(readCallFailures([said('probe of http://quote:8080: connection refused', { severity: 'info' })]).rows).toEqual([])
  })

  it('keeps the most frequent up to its limit and counts the rest', () => {
    const many = Array.from({ length: 310 }, (_, host) => said(`Get "http://h${host}:80/": connection refused`, { count: host + 1 }))

    const { rows, leftOut } = readCallFailures(many)

    expect([rows.length, leftOut]).toEqual([300, 10])
    expect(rows.some(({ host }) => host === 'h0')).toBe(false)
  })
})
