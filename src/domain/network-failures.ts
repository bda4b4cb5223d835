import type { Rows } from './telemetry-rows.ts'

export type CallFailure = Rows['call_failures']['failure']

/** One way in which a runtime, driver or proxy says that a call did not get through. */
export interface FailureWords {
  readonly failure: CallFailure
  readonly source: string
  readonly example: string
  readonly pattern: RegExp
}

/**
 * The words of network failures, in the order in which they are looked for: what could not be looked up comes before what could not be reached, because
 * runtimes wrap the first in the second.
 */
export const FAILURE_WORDS: readonly FailureWords[] = [
  {
    failure: 'other',
    source: 'Go net, libc, Node: the name server did not answer, so nothing is said of the host',
    example: 'dial tcp: lookup quote on 10.96.0.10:53: read udp 10.0.0.7:51234->10.96.0.10:53: i/o timeout',
    pattern:
      /lookup .{1,300}(?:i\/o timeout|server misbehaving|connection refused)|Temporary failure in name resolution|EAI_AGAIN|EAI_FAIL/,
  },
  {
    failure: 'no_such_host',
    source: 'Go net; Node ENOTFOUND; Java; libc gai_strerror (glibc, musl); .NET; curl; wget; nginx; libpq; MySQL; requests',
    example: 'Get "http://quote:8080/rates": dial tcp: lookup quote on 10.96.0.10:53: no such host',
    pattern:
      /no such host|ENOTFOUND|UnknownHostException|Name or service not known|Name does not resolve|nodename nor servname|No address associated with hostname|[Cc]ould not resolve host|unable to resolve host|bad address '|[Hh]ost not found|could not translate host name|Unknown (?:MySQL server )?host|Failed to resolve|NXDOMAIN/,
  },
  {
    failure: 'certificate',
    source: 'Go crypto/x509; OpenSSL; Java PKIX; Node; curl 60',
    example: 'Get "https://quote:8443/": tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
    pattern:
      /x509: |tls: failed to verify|certificate verify failed|PKIX path|CERT_HAS_EXPIRED|certificate has expired|self[- ]signed certificate|unable to get local issuer|SSL certificate problem|does not match (?:the )?certificate|ERR_TLS_CERT/i,
  },
  {
    failure: 'refused',
    source: 'libc strerror ECONNREFUSED in all runtimes; Node; curl 7; Kafka clients; libpq',
    example: 'connect ECONNREFUSED 10.96.4.1:5432',
    pattern:
      /[Cc]onnection refused|ECONNREFUSED|actively refused|Failed to connect to \S{1,255} port \d|[Cc]an't connect to (?:MySQL )?server|could not be established\. Broker/,
  },
  {
    failure: 'forbidden',
    source: 'HTTP 403 and 401 reasons, gRPC PermissionDenied, Kubernetes API',
    example: 'GET https://10.96.0.1:443/api/v1/pods: 403 Forbidden',
    pattern:
      /\b403\b.{0,20}Forbidden|(?:status|code|HTTP)[ :=]{1,3}403\b|code = PermissionDenied|\b401\b.{0,20}Unauthorized|is forbidden: User "/,
  },
  {
    failure: 'timed_out',
    source: 'Go net and context; pg_isready; libc ETIMEDOUT; Java sockets; Node; Python requests; curl 28; gRPC',
    example: 'Post "http://quote:8080/rates": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    pattern:
      /i\/o timeout|deadline exceeded|[Cc]onnection timed out|ETIMEDOUT|ESOCKETTIMEDOUT|(?:connect|read|request|operation|download|upstream) (?:timed? ?out)|SocketTimeoutException|\btimed out\b|: timeout\b| - no response$|HttpConnectTimeoutException|ConnectTimeout|ReadTimeout|timeout expired|DEADLINE_EXCEEDED|No route to host|EHOSTUNREACH|network is unreachable/i,
  },
  {
    failure: 'unavailable',
    source: 'HTTP 502, 503 and 504 reasons; pg_isready; gRPC status names; Envoy response flags',
    example: 'GET http://quote:8080/rates: 503 Service Unavailable',
    pattern:
      /\b50[234]\b.{0,20}(?:Service (?:Temporarily )?Unavailable|Bad Gateway|Gateway Time-?out)|(?:status|code|HTTP|HTTP\/\d(?:\.\d)?|returned|responded with|answered|response)[ :="']{1,4}50[234]\b|code = Unavailable|StatusCode\.UNAVAILABLE|14 UNAVAILABLE|no healthy upstream| - rejecting connections$|upstream connect error/i,
  },
  {
    failure: 'reset',
    source: 'libc strerror ECONNRESET and EPIPE; Node; Java; Go',
    example: 'read tcp 10.0.0.7:51234->10.96.4.1:5432: read: connection reset by peer',
    pattern:
      /[Cc]onnection reset|ECONNRESET|socket hang up|[Bb]roken pipe|EPIPE|server closed the connection unexpectedly|[Rr]emote end closed connection/,
  },
]

/** Which network failure a text states first in that order; null when it states none. */
export function failureIn(text: string): CallFailure | null {
  return FAILURE_WORDS.find(({ pattern }) => pattern.test(text))?.failure ?? null
}
