import { answerChecked, answerSaid, answerShow } from './answers-from-rows.ts'
import { answerNext, answerRivals, answerRuledOut, answerWhy, answerWhyNot } from './answers-from-diagnosis.ts'
import { answerAffected, answerChanged, answerNow, answerWhen } from './answers-from-scene.ts'
import { CAN_BE_ASKED, questionKindOf, type QuestionKind } from './question-patterns.ts'
import type { Asked, Draft } from './draft.ts'
import { checkedPoints, type Recorded } from './recorded.ts'

const ANSWERS: Readonly<Record<QuestionKind, (recorded: Recorded, asked: Asked) => Draft>> = {
  checked: answerChecked,
  said: answerSaid,
  show: answerShow,
  ruled_out: answerRuledOut,
  rivals: answerRivals,
  why_not: answerWhyNot,
  why: answerWhy,
  next: answerNext,
  now: answerNow,
  affected: answerAffected,
  changed: answerChanged,
  when: answerWhen,
}
/** Questions about a thing; with a name that nothing recorded bears they cannot be answered about something else instead. */
const NEEDS_NAME: ReadonlySet<QuestionKind> = new Set(['why_not', 'affected', 'show'])

/** Answers one of the closed list of questions from what was recorded, and says in one sentence why when it cannot. Pure; never throws. */
export function answerQuestion(words: string, recorded: Recorded): Draft & { readonly isAnswered: boolean } {
  const kind = questionKindOf(words)
  const about = recorded.names.find(words)
  const [unknown] = recorded.names.unknown(words)
  if (kind === null) return unanswered('That is not a question that I can answer from what was recorded.')
  if (about.length === 0 && unknown !== undefined && NEEDS_NAME.has(kind))
    return unanswered(
      `Nothing that was recorded bears the name “${unknown}”, so I can say nothing about it; a source that knows it would have to be connected.`,
    )
  const draft = ANSWERS[kind](recorded, { words, about })
  const points = checkedPoints(draft.points, recorded.evidence)
  return { ...draft, points, isAnswered: points.length > 0 || draft.notes.length > 0 }
}

function unanswered(lead: string): Draft & { readonly isAnswered: boolean } {
  return { lead, points: [], notes: [CAN_BE_ASKED], isAnswered: false }
}
