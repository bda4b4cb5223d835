import { z } from 'zod'
import type { History, SimilarIncident } from '../../domain/past-incident.ts'
import { defaultRedactor } from '../../redaction/redactor.ts'
import { instructionLike } from '../../domain/instruction-like.ts'
import { fence } from '../fence.ts'
import { defineTool, fitWhole, plainAnswer, type ToolAnswer } from './tool.ts'

const HINT = 'A past cause is a hint, never evidence for this incident: it has no evidence id and cannot be cited.'
/** Characters of a question or a note that people wrote. */
const MAX_QUOTE_CHARACTERS = 300
const MAX_TRUE_CAUSES = 5

export const findSimilarIncidents = defineTool({
  name: 'find_similar_incidents',
  description:
    'Past incidents of this workspace that share entities, mechanisms or words with the text: when, where, what was named as the cause, and what people judged it to be. Best first: the same environment before others. At most 5. ' +
    `${HINT} Empty means that no answered incident like this one is recorded; it says nothing about the cause.`,
  input: z.object({ text: z.string().describe('entities (scope/Kind/name), mechanisms, symptoms or error words') }),
  async run({ text }, { findSimilar, marker }) {
    return describeHistory(await findSimilar(text), marker)
  },
})

function describeHistory(history: History, marker: string): ToolAnswer {
  if (history.kind === 'unavailable') return plainAnswer(`${history.why} Work from the evidence of this incident alone.`)
  const { incidents, notCompared } = history
  const rest = notCompared === 0 ? '' : ` ${notCompared} older or unreadable incidents hold one of the words and were not compared.`
  if (incidents.length === 0) return plainAnswer(`No answered incident like this one is recorded.${rest}`)
  const described = incidents.map((incident) => defaultRedactor.text(describeIncident(incident)))
  const { text, left } = fitWhole(described)
  const more = left + history.left === 0 ? '' : ` ${left + history.left} more are alike; narrow the words to see them.`
  const suspicious = incidents
    .slice(0, incidents.length - left)
    .flatMap((incident, index) => instructionLike(described[index]).map((name) => `past incident of ${dayOf(incident)}: ${name}`))
  return { text: `${fence(text, marker)}\n${HINT}${more}${rest}`, shown: [], suspicious }
}

function describeIncident(incident: SimilarIncident): string {
  return [
    `${incident.openedAt.toISOString()} ${incident.environment} "${clip(incident.title)}"`,
    ...answerLines(incident),
    `  matched: ${incident.because.join('; ')}`,
  ].join('\n')
}

/** The judgement stands before the cause, so that a rejected cause is never read as one. */
function answerLines(incident: SimilarIncident): readonly string[] {
  const { verdict, outcome, causes } = incident
  const answered =
    causes.length === 0
      ? [`${outcome}, no cause was named`]
      : causes.map(({ entity, mechanism, confidenceWord }) => `${entity} ${mechanism} (${confidenceWord} at the time)`)
  const note = verdict === null || verdict.note === '' ? [] : [`  note of the person who judged: "${clip(verdict.note)}"`]
  return [...answered.map((line) => `  ${judgement(incident)}: ${line}`), ...trueCauseLine(verdict), ...note]
}

function judgement({ verdict }: SimilarIncident): string {
  switch (verdict?.word) {
    case undefined:
      return 'answer that nobody judged'
    case 'confirmed':
      return 'cause that people confirmed'
    case 'partial':
      return 'answer that people called partly right'
    case 'rejected':
      return 'REJECTED by people as wrong'
    case 'unsure':
      return 'answer that people were unsure about'
  }
}

function trueCauseLine(verdict: SimilarIncident['verdict']): readonly string[] {
  if (verdict === null || verdict.word === 'confirmed') return []
  if (verdict.trueCauses.length > 0)
    return [`  true cause, as people corrected it: ${verdict.trueCauses.slice(0, MAX_TRUE_CAUSES).join(', ')}`]
  return verdict.word === 'rejected' ? ['  the true cause was not recorded'] : []
}

function dayOf({ openedAt }: SimilarIncident): string {
  return openedAt.toISOString().slice(0, 10)
}

function clip(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > MAX_QUOTE_CHARACTERS ? `${line.slice(0, MAX_QUOTE_CHARACTERS)}…` : line
}
