import type { HttpAnswer } from './ask.ts'

/** Every ending of a question that is no answer. */
type Unanswered = Exclude<HttpAnswer, { ending: 'ok' }>

/** Characters of an answer that is none which are kept: an API says why in its first lines. */
export const MAX_REFUSAL_CHARACTERS = 4000

interface Refused {
  readonly statusCode: number
  readonly text: string
  readonly location: string | null
}

/** An answer that is none, by its status. */
export function refusal(name: string, { statusCode: status, text: body, location }: Refused): Unanswered {
  const said = { status, body }
  if (status === 401)
    return {
      ...said,
      ending: 'forbidden',
      code: 'telemetry_denied',
      why: `${name} does not accept the credentials (401): wrong, or expired`,
    }
  if (status === 403)
    return { ...said, ending: 'forbidden', code: 'telemetry_denied', why: `${name} does not let these credentials read it (403)` }
  if (status === 404) return { ...said, ending: 'unknown', code: 'telemetry_failed', why: `${name} knows nothing under this address (404)` }
  const why =
    status < 400
      ? `${name} sends elsewhere (${status})${hostIn(location)}: name the address of its API`
      : `${name} ${MEANING_OF_STATUS[status] ?? 'failed'} (${status})`
  return { ...said, ending: 'error', code: 'telemetry_failed', why }
}

const MEANING_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'did not understand the question',
  410: 'does not have the rest of its answer any more',
  422: 'could not answer the question',
  429: 'is asked too often',
  502: 'is not reached by its gateway',
  503: 'is not available',
  504: 'did not answer its gateway in time',
}

function hostIn(location: string | null): string {
  const host = location === null ? null : URL.parse(location)?.host
  return host ? `, to ${host}` : ''
}

/** What was not asked, or never answered. */
export function failure(
  code: 'telemetry_denied' | 'telemetry_failed' | 'telemetry_timeout',
  why: string,
  status: number | null = null,
): Unanswered {
  return { ending: 'error', code, why, status, body: '' }
}
