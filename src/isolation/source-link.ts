import { z } from 'zod'
import type { JournalExcerpt } from '../domain/journal.ts'
import type { Ask, Follow, Followed, HttpAnswer, HttpRequest } from '../telemetry/http/ask.ts'
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

/** What the journal of one of an environment's clusters knows since then; null where none is kept. */
export type ReadJournal = (source: string, since: Date) => Promise<JournalExcerpt | null>

const wanted = z.object({ source: z.string(), since: z.date() })

/** What the program answers a process about the sources of its environment. */
export function sourceHandlers(ask: AskSource, readJournal: ReadJournal = () => Promise.resolve(null)): Handlers {
  return {
    'read-journal': (value: unknown) => {
      const { source, since } = wanted.parse(value)
      return readJournal(source, since)
    },
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

/** The journal of each source, as a run in a process sees it. */
export function linkJournals(link: Link): (source: string) => (since: Date) => Promise<JournalExcerpt | null> {
  return (source) => async (since) => (await link.ask('read-journal', { source, since })) as JournalExcerpt | null
}

/** Follows an answer of one of an environment's sources, by its name. */
export type FollowSource = (source: string, ...follow: Parameters<Follow>) => Promise<Followed>

const followed = asked.extend({ id: z.number().int() })

/** What a process is told when it asks for more of what it follows: lines, or how it ended. */
type More = { readonly lines: readonly string[] } | { readonly ended: Followed }

/** What the program answers a process that follows: the lines since it asked last. While nobody asks, no more is read than one piece. `close` when the process is gone. */
export function openFollowing(follow: FollowSource): { readonly handlers: Handlers; readonly close: () => void } {
  const open = new Map<number, FollowedLines>()
  const handlers: Handlers = {
    'follow-source': async (value: unknown, signal): Promise<More> => {
      const { id, source, request } = followed.parse(value)
      const lines = open.get(id) ?? startFollowing(follow, source, request as HttpRequest)
      open.set(id, lines)
      signal.addEventListener('abort', lines.stop, { once: true })
      const more = await lines.next()
      if ('ended' in more) open.delete(id)
      return more
    },
  }
  return {
    handlers,
    close() {
      for (const lines of open.values()) lines.stop()
    },
  }
}

interface FollowedLines {
  next(): Promise<More>
  readonly stop: () => void
}

function startFollowing(follow: FollowSource, source: string, request: HttpRequest): FollowedLines {
  const stopping = new AbortController()
  let waiting = Promise.withResolvers<More>()
  let taken = Promise.withResolvers<void>()
  const give = (lines: readonly string[]): Promise<void> => {
    waiting.resolve({ lines })
    return taken.promise
  }
  // Nobody takes what was given last.
  stopping.signal.addEventListener('abort', () => taken.resolve(), { once: true })
  void follow(source, request, give, stopping.signal).then((ended) => waiting.resolve({ ended }))
  return {
    async next() {
      const more = await waiting.promise
      if ('lines' in more) {
        waiting = Promise.withResolvers<More>()
        taken.resolve()
        taken = Promise.withResolvers<void>()
      }
      return more
    },
    stop: () => stopping.abort(),
  }
}

let nextFollow = 0

/** The way to follow each source, as a process sees it. */
export function linkFollow(link: Link): (source: string) => Follow {
  return (source) => async (request, take, signal) => {
    const id = nextFollow++
    for (;;) {
      const more = (await link.ask('follow-source', { id, source, request }, signal)) as More
      if ('ended' in more) return more.ended
      await take(more.lines)
    }
  }
}
