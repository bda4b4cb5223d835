import { parseEntity } from '../domain/entity.ts'
import { NOTHING_RECALLED, type Recall } from '../domain/recall.ts'
import type { RunbookPassage } from '../domain/runbook.ts'
import { wordsOf } from '../domain/search-words.ts'
import type { Runbooks } from '../runbooks/open-runbooks.ts'
import type { DiagnosisRow, Store } from '../store/port.ts'

export interface RecallPorts {
  readonly store: Pick<Store, 'findJudgedWithSameCause'>
  readonly runbooks: Runbooks
}

/** What is remembered about the first cause of an answer; nothing when it names none. Throws `store_failed`. */
export async function recall({ id, diagnosis }: DiagnosisRow, { store, runbooks }: RecallPorts): Promise<Recall> {
  const [cause] = diagnosis.rootCauses
  if (!cause) return NOTHING_RECALLED
  const { name } = parseEntity(cause.entity)
  const mechanism = cause.mechanism.replaceAll('_', ' ')
  const [seenBefore, found] = await Promise.all([store.findJudgedWithSameCause(id), runbooks.search(`${mechanism} ${name}`)])
  const passages = found.kind === 'searched' ? found.passages : []
  const runbook = passages.find((passage) => isAbout(passage, { mechanism, name }))
  return { seenBefore, runbook: runbook ? { file: runbook.file, line: runbook.line, heading: runbook.heading } : null }
}

/**
 * Whether a passage is clearly about the cause: its heading has every word of the mechanism, or the heading names the entity and the
 * passage has every word of the mechanism. Anything less would put a stranger's runbook beside a command.
 */
function isAbout({ heading, text }: RunbookPassage, cause: { readonly mechanism: string; readonly name: string }): boolean {
  const inHeading = new Set(wordsOf(heading))
  const inPassage = new Set(wordsOf(`${heading} ${text}`))
  const mechanism = wordsOf(cause.mechanism)
  if (mechanism.every((word) => inHeading.has(word))) return true
  return wordsOf(cause.name).every((word) => inHeading.has(word)) && mechanism.every((word) => inPassage.has(word))
}
