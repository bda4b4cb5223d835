import type { JudgeOutcome } from '../src/evaluation/record-verdict.ts'
import { verdictText } from '../src/slack/answer-status.ts'
import { mention } from '../src/slack/escape.ts'
import { momentText } from '../src/slack/words.ts'

/** What to tell somebody whose judgement changed nothing; null when it was stored. */
export function judgeRefusal(outcome: JudgeOutcome): string | null {
  if (outcome.kind !== 'already_judged') return null
  const { by, at, word } = outcome.verdict
  return `${mention(by)} already judged this (${verdictText(word)}, ${momentText(at)}). Nothing changed; use *Change verdict* to correct it.`
}
