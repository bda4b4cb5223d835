import { AppError } from '../../errors.ts'

/** What the failures of a connection mean for people, by the codes of Node, undici and OpenSSL. Source: https://nodejs.org/api/errors.html, https://undici.nodejs.org/#/docs/api/Errors.md. */
const MEANINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'its answer stopped in the middle',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_REQ_RETRY: 'the connection was cut in the middle of its answer',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its answer was cut in the middle',
  EPROTO: 'it does not speak TLS; is its address http:// instead of https://?',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; is its address http:// instead of https://?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS; is its address http:// instead of https://?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself; name that certificate as `ca`',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not known here; name that authority as `ca`',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not known here; name that authority as `ca`',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not known here; name that authority as `ca`',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; compare the clocks',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

/** Why there was no answer, in words that name the remedy where there is one. */
export function wordsForConnectionFailure(error: unknown): string {
  // Credentials that could not be had say themselves why.
  if (error instanceof AppError) return error.message
  const code = codeOf(error)
  if (code?.startsWith('HPE_') || (error instanceof Error && error.name === 'HTTPParserError'))
    return 'what answers there does not speak HTTP'
  if (code === null) return 'the connection failed'
  return MEANINGS[code] ?? `the connection failed (${code})`
}

/** The innermost code: undici and Node wrap what happened in errors of their own. */
function codeOf(error: unknown, depth = 0): string | null {
  if (typeof error !== 'object' || error === null || depth > MAX_CAUSES) return null
  const inner = 'cause' in error ? codeOf(error.cause, depth + 1) : null
  const first = error instanceof AggregateError ? codeOf(error.errors[0], depth + 1) : null
  const own = 'code' in error && typeof error.code === 'string' ? error.code : null
  return inner ?? first ?? own
}

const MAX_CAUSES = 5
