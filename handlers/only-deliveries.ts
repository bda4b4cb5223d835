import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { HTTPModuleFunctions, isRawBodyError, type Logger as BoltLogger } from '@slack/bolt'
import { readableBody } from './readable-body.ts'

/** Bytes of one request; Slack's own are far below a megabyte. The same as Bolt's default. */
const MAX_BODY_BYTES = 4 * 1024 * 1024

/**
 * Stands before Bolt's HTTP receiver and answers 4xx to a body that is no delivery: `null`, a number, a list, a nest without end. Bolt
 * looks into such a body outside of any `try`, and the rejection that nobody handles ends the process.
 */
export function onlyDeliveries(next: RequestListener, logger: BoltLogger): RequestListener {
  return (request, response) => void answer(request, response, { next, logger })
}

/** Never rejects: nobody waits for it. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { next, logger }: { readonly next: RequestListener; readonly logger: BoltLogger },
): Promise<void> {
  try {
    const refusal = request.method === 'POST' ? await judge(request) : METHOD_REFUSED
    if (refusal === null) return next(request, response)
    logger.warn(`A request was refused: ${refusal.why}`)
    refuse(response, refusal.status)
  } catch (error) {
    // The sender went away, or sent too much; there is nobody to tell more to.
    refuse(response, isRawBodyError(error) ? error.statusCode : 400)
  }
}

interface Refusal {
  readonly status: number
  readonly why: string
}

const METHOD_REFUSED: Refusal = { status: 405, why: 'a method other than POST' }

/** Null for what Bolt may have, which is also a body that is no JSON and one without a signature: it answers those itself. */
async function judge(request: IncomingMessage): Promise<Refusal | null> {
  const buffered = await HTTPModuleFunctions.bufferIncomingMessage(request, MAX_BODY_BYTES)
  const parsed = tryParse(buffered)
  if (parsed === null) return null
  const read = readableBody(parsed.body)
  return read.ok ? null : { status: 400, why: read.why }
}

function tryParse(request: Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]): { readonly body: unknown } | null {
  try {
    return { body: HTTPModuleFunctions.parseHTTPRequestBody(request) as unknown }
  } catch {
    return null
  }
}

function refuse(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status)
  response.end()
}
