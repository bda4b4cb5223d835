import type { AllowedRequest } from '../../http/allowed.ts'

/**
 * Every request that the adapter may make. The POST forms of the two queries carry expressions that are too long for an address; they read as the GET forms do.
 * Source: "HTTP API" of the Prometheus documentation.
 */
export const PROMETHEUS_REQUESTS: readonly AllowedRequest[] = [
  { method: 'GET', path: '/api/v1/label/{name}/values', reads: 'which metrics there are, and which values a label has' },
  { method: 'GET', path: '/api/v1/query', reads: 'the value of an expression at one moment' },
  { method: 'POST', path: '/api/v1/query', reads: 'the same for a long expression' },
  { method: 'GET', path: '/api/v1/query_range', reads: 'the values of an expression over time' },
  { method: 'POST', path: '/api/v1/query_range', reads: 'the same for a long expression' },
  { method: 'GET', path: '/api/v1/rules', reads: 'alerting rules: their words, and whether they evaluate' },
  { method: 'GET', path: '/api/v1/status/buildinfo', reads: 'the version of the server' },
]
