import { isAnswered, whyEmpty } from '../../domain/reading.ts'
import { cite, rowsHeld } from '../../causal/scene/cite.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { wordsForQuery } from '../../domain/query-words.ts'
import type { QueryKind } from '../../domain/telemetry-rows.ts'
import type { Asked, Draft } from './draft.ts'
import { momentText } from './answers-from-scene.ts'
import { rowsAbout } from './rows-about.ts'
import type { Recorded } from './recorded.ts'

/** Rows shown of what somebody asks to see; a page on a phone. */
const MAX_ROWS = 6
/** Reads listed one by one; the rest is counted. */
const MAX_READS = 20

/** What people call a source, and the reads that hold it. */
const SHOWN: readonly { readonly word: RegExp; readonly kinds: readonly QueryKind[] }[] = [
  { word: /\blogs?\b/i, kinds: ['log_examples', 'log_patterns'] },
  { word: /\b(?:metrics?|graphs?|numbers)\b/i, kinds: ['series', 'service_calls'] },
  { word: /\b(?:traces?|spans?|calls?)\b/i, kinds: ['service_calls', 'call_edges', 'call_failures', 'span_examples'] },
  { word: /\balerts?\b/i, kinds: ['alerts'] },
  { word: /\bevents?\b/i, kinds: ['kubernetes_events'] },
  { word: /\b(?:objects?|spec|config(?:map|uration)?)\b/i, kinds: ['object_versions'] },
]

/** Recorded rows of the named source about the named thing. */
export function answerShow(recorded: Recorded, asked: Asked): Draft {
  const kinds = SHOWN.find(({ word }) => word.test(asked.words))?.kinds ?? []
  const rows = rowsAbout(recorded, asked.about, kinds).filter(({ citations }) => citations.length > 0)
  const of = asked.about.length > 0 ? ` of ${asked.about.join(', ')}` : ''
  const what = kinds.map(wordsForQuery).join(', ')
  const lead =
    rows.length === 0
      ? `No ${what}${of} is in what was recorded.`
      : `${what}${of}: ${Math.min(rows.length, MAX_ROWS)} of ${rows.length} recorded.`
  return {
    lead,
    points: rows.slice(0, MAX_ROWS),
    notes:
      rows.length > 0
        ? []
        : readsOf(
            recorded.evidence.filter(({ query }) => kinds.includes(query.kind)),
            kinds,
          ),
  }
}

/** Every read with its evidence id, and what was not looked at. */
export function answerChecked({ evidence, diagnosis }: Recorded): Draft {
  const lines = evidence.map(readLine)
  const left = lines.length - MAX_READS
  const holes = diagnosis.notChecked.map(({ source, why }) => `not checked: ${source} (${why})`)
  return {
    lead: `${evidence.length} reads are recorded; ${holes.length === 0 ? 'every source gave an answer' : 'not all sources gave an answer'}.`,
    points: [],
    notes: [...lines.slice(0, MAX_READS), ...(left > 0 ? [`and ${left} more reads`] : []), ...holes],
  }
}

/** What people stated about the incident. */
export function answerSaid({ scene }: Recorded): Draft {
  const said = rowsHeld(scene.facts, 'statements')
  const once = said.filter(
    ({ row }, index) => said.findIndex((other) => other.row.words === row.words && other.row.by === row.by) === index,
  )
  if (once.length === 0)
    return {
      lead: 'Nobody has stated anything about this incident to me.',
      points: [],
      notes: ['Mention me with a fact, for example: we rolled back payments at 14:02.'],
    }
  return {
    lead: `${once.length} statement${once.length === 1 ? '' : 's'} recorded.`,
    points: once.map((held) => ({
      text: `said at ${momentText(held.row.saidAt)}`,
      citations: cite(held, 'words: ', { role: 'symptom', at: held.row.saidAt }),
    })),
    notes: [],
  }
}

function readsOf(evidence: readonly Evidence[], kinds: readonly QueryKind[]): readonly string[] {
  return evidence.length > 0 ? evidence.map(readLine) : [`${kinds.map(wordsForQuery).join(' and ')}: not read; nothing is known about it.`]
}

function readLine({ id, query, source, reading, askedAt }: Evidence): string {
  const found =
    isAnswered(reading) && reading.rows.length > 0
      ? `${reading.rows.length} rows${reading.truncated === null ? '' : ', cut'}`
      : whyEmpty(reading)
  return `${id} ${wordsForQuery(query.kind)}${'entity' in query && query.entity !== undefined ? ` of ${query.entity}` : ''} (${source}, ${momentText(askedAt)}): ${found}`
}
