import type { Diagnosis, WhyPart } from '../domain/diagnosis.ts'
import { featureWords, pointsOf, sumOf } from '../domain/why-words.ts'
import { prose } from './escape.ts'
import { clamp, clampLines, MAX_SECTION_CHARACTERS } from './limits.ts'
import { mechanismWords } from './words.ts'

type Cause = Diagnosis['rootCauses'][number]
type Rival = Diagnosis['alternatives'][number]

/** On the button and on the modal that it opens. */
export const WHY_TITLE = 'Why?'
/** Characters of one sentence; longer names are cut, and the command line has them whole. */
const SENTENCE_CHARACTERS = 300

/**
 * "Why this and not the others", one text for each section of a modal: what decided for each cause, then for each rival what it lacked and what it would take to
 * tell it apart. Short lines, for phones. Empty when there is no candidate.
 */
export function whyTexts({ rootCauses, alternatives }: Diagnosis): readonly string[] {
  if (rootCauses.length + alternatives.length === 0) return []
  const title = rootCauses.length > 0 ? '*Why this and not the others*' : '*What came closest, and what it lacked*'
  return [`${title}\nThe highest sum of points comes first.`, ...rootCauses.map(causeText), ...alternatives.map(rivalText)].map((text) =>
    clampLines(text.split('\n'), MAX_SECTION_CHARACTERS),
  )
}

function causeText({ entity, mechanism, why }: Cause): string {
  return [
    `*${prose(clamp(entity, SENTENCE_CHARACTERS))}*`,
    `${prose(mechanismWords(mechanism))}${sumWords(why)}`,
    ...why.map(partLine),
  ].join('\n')
}

function rivalText({ entity, mechanism, why, missing, ...rival }: Rival): string {
  return [
    `*Not ${prose(clamp(entity, SENTENCE_CHARACTERS))}*`,
    `${prose(mechanismWords(mechanism))} (${rival.confidence.toFixed(2)})${sumWords(why)}`,
    ...missing.map(({ text, receipts }) => `• ${prose(clamp(text, SENTENCE_CHARACTERS))}${cited(receipts)}`),
    ...rival.for.slice(0, 1).map(({ text, receipts }) => `for it: ${prose(clamp(text, SENTENCE_CHARACTERS))}${cited(receipts)}`),
    ...rival.against.slice(0, 1).map(({ text, receipts }) => `against it: ${prose(clamp(text, SENTENCE_CHARACTERS))}${cited(receipts)}`),
    `would tell apart: ${prose(clamp(rival.wouldTellApart, SENTENCE_CHARACTERS))}`,
  ].join('\n')
}

/** Answers that were stored before it was written have none. */
function sumWords(why: readonly WhyPart[]): string {
  return why.length === 0 ? '' : `, ${sumOf(why).toFixed(2)} points`
}

function partLine(part: WhyPart): string {
  const points = pointsOf(part)
  return `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(2)} ${prose(featureWords(part))}${cited(part.receipts)}`
}

function cited(receipts: readonly string[]): string {
  return receipts.length === 0 ? '' : ` (${receipts.join(', ')})`
}
