import type { Rows } from '../../domain/telemetry-rows.ts'
import { findBlock, readDescription } from '../kubectl-text/describe-block.ts'
import type { DumpClock } from '../kubectl-text/dump-clock.ts'
import { mergeEvents, readDescribedEvents, readListedEvents } from './event-tables.ts'
import { kindOf } from '../kubernetes-rows/kinds.ts'
import { entityOf } from './object-rows.ts'
import { joinParts, readEach, type Part } from './part-problems.ts'
import type { Dump } from './schema.ts'

/** Kubernetes events of both listings, each once, ascending by last time seen; events without a time come last. */
export function readEventRows(dump: Dump, clock: DumpClock): Part<Rows['kubernetes_events']> {
  const described = Object.entries(dump.describe ?? {}).map(([word, texts]) =>
    readEach(Object.entries(texts), `case.json#describe.${word}`, (name, text) =>
      readDescribedEvents(findBlock(readDescription(text), 'Events')?.body ?? [], {
        entity: entityOf(kindOf(word), name, dump.namespace),
        locator: `case.json#describe.${word}.${name}`,
        clock,
      }),
    ),
  )
  const listed = readEach(Object.entries(dump.events ?? {}), 'case.json#events', (namespace, text) =>
    readListedEvents(text, { namespace, clock }),
  )
  const { rows, problems } = joinParts([...described, listed])
  return { rows: mergeEvents(rows).sort(byTime), problems }
}

function byTime(a: Rows['kubernetes_events'], b: Rows['kubernetes_events']): number {
  const difference = (a.lastAt?.getTime() ?? Infinity) - (b.lastAt?.getTime() ?? Infinity)
  return Number.isNaN(difference) || difference === 0 ? (a.locator < b.locator ? -1 : 1) : difference
}
