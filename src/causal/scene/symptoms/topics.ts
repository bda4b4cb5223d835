import { METRIC_WORDS } from './metric-words.ts'
import { TOPIC_WORDS, type Topic } from './topic-words.ts'
import type { Words } from './words-of-programs.ts'

type Table = readonly (readonly [Topic, readonly Words[]])[]

const MESSAGES = Object.entries(TOPIC_WORDS) as Table
const METRICS = Object.entries(METRIC_WORDS) as Table

/** Every topic that the words of a log record, alert, event or span are about; empty when they say nothing of the kind. */
export function topicsOfMessage(text: string): ReadonlySet<Topic> {
  const topics = topicsIn(text, MESSAGES)
  // A name that is not resolved is a callee that is not reached, and none that is slow.
  if (topics.has('resolve')) {
    topics.delete('deadline')
    topics.add('connect')
  }
  return topics
}

/** Every topic that a metric of this name can show. */
export function topicsOfMetric(metric: string): ReadonlySet<Topic> {
  return topicsIn(metric.toLowerCase(), METRICS)
}

function topicsIn(text: string, table: Table): Set<Topic> {
  return new Set(table.filter(([, words]) => words.some(([pattern]) => pattern.test(text))).map(([topic]) => topic))
}
