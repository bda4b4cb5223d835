// What a scripted model may do, and what it sees of a request, whichever wire protocol brought it.

export interface SeenRequest {
  readonly api: 'messages' | 'responses' | 'chat'
  /** 1 for the first request the server got. */
  readonly number: number
  readonly system: string
  readonly messages: readonly SeenMessage[]
  readonly toolNames: readonly string[]
  /** Characters of the whole prompt (tools, system, conversation) divided by 4, the server's own count of tokens. */
  readonly inputTokens: number
  /** The part of it that an exact-prefix cache over all earlier requests could have served. */
  readonly cachedTokens: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export type SeenMessage =
  | { readonly role: 'user'; readonly text: string }
  | {
      readonly role: 'assistant'
      readonly text: string
      readonly calls: readonly { readonly name: string; readonly argumentsJson: string }[]
    }
  | { readonly role: 'tools'; readonly results: readonly { readonly callId: string; readonly text: string }[] }

export type ScriptedReply =
  /** `arguments` as a string is sent verbatim, malformed or not (the Messages protocol has no place for malformed JSON and sends `{}`). */
  | {
      readonly kind: 'turn'
      readonly text?: string
      readonly calls?: readonly { readonly name: string; readonly arguments: object | string }[]
    }
  | { readonly kind: 'truncated'; readonly text: string }
  | { readonly kind: 'refusal'; readonly text: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'error'; readonly status: number; readonly type: string; readonly retryAfterSeconds?: number }
  /** Not JSON at all, as a proxy answers; with status 200 unless another is given. */
  | { readonly kind: 'garbage'; readonly status?: number }
  /** This very body, with status 200. */
  | { readonly kind: 'raw'; readonly body: string }
  /** Resets the connection before any byte of an answer. */
  | { readonly kind: 'reset' }
  /** Closes the connection in the middle of the body. */
  | { readonly kind: 'cut' }
  /** Never answers; the client has to give up. */
  | { readonly kind: 'hang' }

export type Script = (request: SeenRequest) => ScriptedReply

/** All text the model was shown in tool results so far, newest last. */
export function toolTextsOf(request: SeenRequest): readonly string[] {
  return request.messages.flatMap((message) => (message.role === 'tools' ? message.results.map((result) => result.text) : []))
}

/** How many responses the model already gave in this conversation. */
export function turnsSoFar(request: SeenRequest): number {
  return request.messages.filter((message) => message.role === 'assistant').length
}
