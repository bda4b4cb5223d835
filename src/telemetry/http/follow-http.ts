import type { Dispatcher } from 'undici'
import type { Follow, Followed, HttpRequest } from './ask.ts'
import { wordsForConnectionFailure } from './connection-failures.ts'
import type { FollowLimits, HttpLimits } from './limits.ts'
import { readWithin } from './read-within.ts'
import { failure, MAX_REFUSAL_CHARACTERS, refusal } from './refusals.ts'
import { sendRequest, type Addressee } from './send-request.ts'

interface FollowParts {
  readonly source: Addressee & { readonly name: string }
  readonly limits: Pick<HttpLimits, 'timeoutMs'> & FollowLimits
  readonly connection: Dispatcher
  readonly take: Parameters<Follow>[1]
}

const SECOND_MS = 1000

/** Follows one answer to its end, line by line. Never throws for an operating failure. */
export async function followOnce(parts: FollowParts, request: HttpRequest, signal: AbortSignal): Promise<Followed> {
  const { source, limits, connection } = parts
  try {
    // Packed answers would hold lines back.
    const answer = await sendRequest(source, request, { connection, signal, headers: { 'accept-encoding': 'identity' } })
    return await linesOf(answer, parts)
  } catch (error) {
    if (signal.aborted) return failure('telemetry_timeout', `nobody follows ${source.name} any more`)
    if (error instanceof Error && 'code' in error && error.code === 'UND_ERR_BODY_TIMEOUT')
      return failure('telemetry_timeout', `nothing was heard of ${source.name} for ${limits.silenceMs / SECOND_MS} s`)
    return failure('telemetry_failed', `${source.name} could not be followed: ${wordsForConnectionFailure(error)}`)
  }
}

async function linesOf(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  { source: { name }, limits: { maxLineCharacters }, take }: FollowParts,
): Promise<Followed> {
  if (statusCode < 200 || statusCode >= 300)
    return refusal(name, { statusCode, text: (await readWithin(body, MAX_REFUSAL_CHARACTERS)).text, location: null })
  if (String(headers['content-type']).startsWith('text/html'))
    return failure('telemetry_failed', `${name} answered with a web page instead of data`, statusCode)
  const splitter = createSplitter()
  const decoder = new TextDecoder()
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    const lines = splitter.add(decoder.decode(chunk, { stream: true }))
    if ([splitter.pending(), ...lines.map(({ length }) => length)].some((characters) => characters > maxLineCharacters))
      return failure('telemetry_failed', `a line of ${name} is longer than ${maxLineCharacters} characters, its limit`, statusCode)
    if (lines.length > 0) await take(lines)
  }
  // The end of an answer that was cut in the middle of a line is no end in good order.
  if (splitter.pending() > 0) return failure('telemetry_failed', `the answer of ${name} ended in the middle of a line`, statusCode)
  return { ending: 'ended' }
}

/** Cuts a text that comes in pieces into lines; a long line is put together once, when its end is there. */
function createSplitter() {
  let pieces: string[] = []
  let pending = 0
  return {
    /** The lines that end with this piece, without empty ones. */
    add(text: string): readonly string[] {
      const [head = '', ...ends] = text.split('\n')
      pieces.push(head)
      pending += head.length
      const last = ends.pop()
      if (last === undefined) return []
      const lines = [pieces.join(''), ...ends].filter((line) => line.trim() !== '')
      pieces = [last]
      pending = last.length
      return lines
    },
    /** Characters of the line that has not ended yet. */
    pending: () => pending,
  }
}
