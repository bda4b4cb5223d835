import { z } from 'zod'
import type { Ask, HttpAnswer, HttpRequest } from '../telemetry/http/ask.ts'
import type { Handlers } from './pooled-process.ts'
import type { Link } from './serve.ts'

// A linked source is asked by the program, which has its address and its token; the process of a run has only this link. Both halves stand here, so that they agree.

/** Asks one of an environment's sources, by its name. Never throws for an operating failure. */
export type AskSource = (source: string, request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>

const asked = z.object({
  source: z.string(),
  request: z.object({
    method: z.enum(['GET', 'POST']),
    path: z.string(),
    parameters: z.array(z.tuple([z.string(), z.string()])).optional(),
    json: z.unknown().optional(),
    expects: z.enum(['json', 'text']).optional(),
    accept: z.string().optional(),
  }),
})

/** What the program answers a process about the sources of its environment. */
export function sourceHandlers(ask: AskSource): Handlers {
  return {
    'ask-source': (value: unknown, signal) => {
      const { source, request } = asked.parse(value)
      return ask(source, request as HttpRequest, signal)
    },
  }
}

/** The way to each source, as a run in a process sees it. */
export function linkSources(link: Link): (source: string) => Ask {
  return (source) => (request, signal) => link.ask('ask-source', { source, request }, signal) as Promise<HttpAnswer>
}
