/** Bytes of one reply. The largest submission with all its citations is far below a tenth of it; a server that sends more is broken. */
export const MAX_REPLY_BYTES = 4 * 1024 * 1024

/** A reply went over `MAX_REPLY_BYTES`; what came is thrown away. */
export class ReplyTooLarge extends Error {
  override readonly name = 'ReplyTooLarge'
}

/** `fetch` for the clients of model servers: the body of a reply ends with `ReplyTooLarge` at the limit, before it fills the memory. */
export async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init)
  if (response.body === null) return response
  const { status, statusText, headers } = response
  return new Response(response.body.pipeThrough(limitOf(MAX_REPLY_BYTES)), { status, statusText, headers })
}

function limitOf(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) controller.error(new ReplyTooLarge(`a reply of more than ${maxBytes} bytes`))
      else controller.enqueue(chunk)
    },
  })
}
