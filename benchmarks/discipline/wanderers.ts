import { ALL_ALERTS } from './answers.ts'
import { turnsSoFar, type Script } from './script.ts'

// Models that never come to an answer.

/** The same question again and again. */
export const looper: Script = () => ({ kind: 'turn', calls: [ALL_ALERTS] })

const RETOLD = [
  'connection refused by upstream',
  'connection refused from upstream',
  'connection refused at upstream',
  'refused upstream connection',
]

/** The same question in other words. */
export const rephraser: Script = (request) => {
  const text = `${RETOLD[turnsSoFar(request) % RETOLD.length]} on port seven`
  return { kind: 'turn', calls: [{ name: 'read_log_patterns', arguments: { entity: null, text, offset: 0 } }] }
}

/** Always another question, never an answer. */
export const neverEnding: Script = (request) => ({
  kind: 'turn',
  calls: [{ name: 'describe_entity', arguments: { entity: `shop/Pod/guess-${turnsSoFar(request)}`, filter: null, offset: 0 } }],
})

export const proseOnly: Script = () => ({
  kind: 'turn',
  text: 'The root cause is most likely the database, which also affected several other services.',
})

export const callAsText: Script = () => ({
  kind: 'turn',
  text: '<tool_call>{"name":"submit_diagnosis","arguments":{"outcome":"no_cause"}}</tool_call>',
})
