import { z } from 'zod'
import type { Ending } from '../../../domain/ending.ts'
import type { Ask } from '../../http/ask.ts'
import { parseBoundedJson } from '../../shared/bounded-json.ts'
import { listPath, type ListedKind } from './kinds.ts'

/** Objects that one request asks for; the API server keeps the rest for the next. Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks. */
const PAGE_OBJECTS = 500
/** Objects of one kind that are read. */
const MAX_OBJECTS = 20_000

/** What came of listing one kind in one place. */
export interface Listed {
  readonly kind: ListedKind
  /** Null: everywhere. */
  readonly namespace: string | null
  readonly path: string
  readonly items: readonly unknown[]
  readonly ending: Ending
  /** In words, for every ending but `ok` and `no_data`. */
  readonly why: string | null
  /** The server's clock when it answered; null when it did not. */
  readonly at: Date | null
}

const page = z.looseObject({
  apiVersion: z.string().optional(),
  metadata: z
    .looseObject({ continue: z.string().optional(), resourceVersion: z.string().optional(), remainingItemCount: z.number().optional() })
    .default({}),
  items: z.array(z.unknown()).nullable().default([]),
})
const status = z.looseObject({ kind: z.literal('Status'), message: z.string().optional(), reason: z.string().optional() })

/** Lists a kind, page after page. What was had before a page failed is kept, and the ending says that it is not all. Never throws. */
export async function listKind(ask: Ask, kind: ListedKind, { namespace, signal }: ListPlace): Promise<Listed> {
  const items: unknown[] = []
  const pages = await readPages(ask, kind, { namespace, signal, take: (page) => void items.push(...page) })
  const { at, ending, why } = pages
  return { kind, namespace, path: listPath(kind, namespace), items, at, ending, why }
}

/** How listing a kind went, whose objects were handed on page by page. */
interface ReadPages extends Pick<Listed, 'ending' | 'why' | 'at'> {
  /** Objects that were handed on. */
  readonly had: number
  /** What the list calls its moment: changes are watched from there. Null where the list is not all, or does not say. */
  readonly version: string | null
  /** True where a page was asked for too late. */
  readonly isExpired: boolean
}

/** Lists a kind and hands each page on before it asks for the next, so that no more than one is held. Rejects only with what `take` throws. */
export async function readPages(ask: Ask, kind: ListedKind, { namespace, signal, take }: PagePlace): Promise<ReadPages> {
  const path = listPath(kind, namespace)
  let [at, next, had]: [Date | null, string, number] = [null, '', 0]
  const none = { version: null, isExpired: false }
  let version: string | null = null
  do {
    const answer = await ask({ method: 'GET', path, parameters: parametersOf(kind, next) }, signal)
    if (answer.ending !== 'ok') return { had, at, version: null, isExpired: answer.status === HTTP_GONE, ...endingOf(answer, had) }
    const read = attempt(answer.body)
    if (read === null) return { ...none, had, at, ending: had > 0 ? 'incomplete' : 'error', why: `${path} answered with no list` }
    at ??= answer.date
    version = read.metadata.resourceVersion ?? null
    const items = read.items ?? []
    await take(items.map((item) => withKind(item, kind, read.apiVersion)))
    had += items.length
    next = read.metadata.continue ?? ''
  } while (next !== '' && had < MAX_OBJECTS)
  if (next !== '') return { ...none, had, at, ending: 'incomplete', why: `there are more than ${MAX_OBJECTS} (MAX_OBJECTS)` }
  return { had, at, version, isExpired: false, ending: had === 0 ? 'no_data' : 'ok', why: null }
}

interface ListPlace {
  readonly namespace: string | null
  readonly signal: AbortSignal
}

interface PagePlace extends ListPlace {
  readonly take: (items: readonly unknown[]) => Promise<void> | void
}

function parametersOf({ fieldSelector }: ListedKind, next: string): readonly (readonly [string, string])[] {
  return [
    ['limit', String(PAGE_OBJECTS)],
    ...(fieldSelector === undefined ? [] : [['fieldSelector', fieldSelector] as const]),
    ...(next === '' ? [] : [['continue', next] as const]),
  ]
}

const HTTP_FORBIDDEN = 403
const HTTP_GONE = 410

/** The API server says in its own words which right is missing. A list that expired between two pages (410) is one that was cut. */
function endingOf(refused: Exclude<Awaited<ReturnType<Ask>>, { ending: 'ok' }>, had: number): Pick<Listed, 'ending' | 'why'> {
  const said = status.safeParse(jsonOf(refused.body))
  const own = said.success ? said.data.message : undefined
  const why = refused.status === HTTP_FORBIDDEN && own !== undefined ? own : refused.why
  return had > 0 ? { ending: 'incomplete', why: `only the first ${had} could be listed: ${why}` } : { ending: refused.ending, why }
}

function attempt(body: string): z.infer<typeof page> | null {
  const parsed = page.safeParse(jsonOf(body))
  return parsed.success && 'items' in parsed.data ? parsed.data : null
}

function jsonOf(body: string): unknown {
  try {
    return parseBoundedJson(body)
  } catch {
    return null
  }
}

/** API servers leave kind and version out of the items of a list of one kind. */
function withKind(item: unknown, { kind }: ListedKind, apiVersion: string | undefined): unknown {
  if (typeof item !== 'object' || item === null) return item
  return { ...(apiVersion === undefined ? {} : { apiVersion }), kind, ...item }
}
