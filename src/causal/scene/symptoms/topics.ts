import { METRIC_WORDS } from './metric-words.ts'
import { TOPIC_WORDS, type Topic } from './topic-words.ts'
import type { Words } from './words-of-programs.ts'

type Table = readonly (readonly [Topic, readonly Words[]])[]

const MESSAGES = Object.entries(TOPIC_WORDS) as Table
const METRICS = Object.entries(METRIC_WORDS) as Table

/** Texts that are remembered: a run reads the same messages twice, and pods of one workload say the same. */
const MOST_REMEMBERED = 2000
const remembered = new Map<string, ReadonlySet<Topic>>()

/** Every topic that the words of a log record, alert, event or span are about; empty when they say nothing of the kind. */
export function topicsOfMessage(text: string): ReadonlySet<Topic> {
  const known = remembered.get(text)
  if (known !== undefined) return known
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  const topics = readTopics(text)
  remembered.set(text, topics)
  return topics
}

function readTopics(text: string): ReadonlySet<Topic> {
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
