import type { Diagnosis } from '../domain/diagnosis.ts'
import type { Verdict, VerdictWord } from '../domain/verdict.ts'
import { channelMention, mention, prose } from './escape.ts'
import { clamp } from './limits.ts'
import { durationText, momentText } from './words.ts'

/** What people did with an answer, as its message shows it. */
export interface AnswerStatus {
  /** Who stopped the run; null when it ran to its end. */
  readonly stoppedBy: string | null
  /** Oldest first; the newest counts. */
  readonly verdicts: readonly Verdict[]
  readonly escalations: readonly { readonly by: string; readonly at: Date; readonly channelId: string; readonly isDelivered: boolean }[]
}

export const UNTOUCHED: AnswerStatus = { stoppedBy: null, verdicts: [], escalations: [] }

/** Characters of a note on the message; the whole note is stored. */
const NOTE_CHARACTERS = 300

const VERDICT_TEXTS = { confirmed: 'Approved', partial: 'Partly right', rejected: 'Wrong', unsure: 'Unsure' } as const satisfies Record<
  VerdictWord,
  string
>

/** A verdict as people say it. */
export function verdictText(word: VerdictWord): string {
  return VERDICT_TEXTS[word]
}

/** One line each for stopped, the newest verdict (with the number of earlier ones) and every escalation. Empty when nothing happened. */
export function answerStatus(status: AnswerStatus): string[] {
  const newest = status.verdicts.at(-1)
  return [
    ...(status.stoppedBy === null ? [] : [`Stopped early by ${mention(status.stoppedBy)}; this is what was found until then.`]),
    ...(newest ? [verdictLine(newest, status.verdicts.length - 1)] : []),
    ...status.escalations.map(
      (entry) =>
        `Escalated by ${mention(entry.by)}, ${momentText(entry.at)}, to ${channelMention(entry.channelId)}${entry.isDelivered ? ', delivered' : ', not delivered yet'}.`,
    ),
  ]
}

function verdictLine(verdict: Verdict, earlier: number): string {
  const causes = verdict.trueCauses.length > 0 ? ` True cause: ${verdict.trueCauses.map(prose).join(', ')}.` : ''
  const note = verdict.note === '' ? '' : ` “${prose(clamp(verdict.note, NOTE_CHARACTERS))}”`
  const history = earlier > 0 ? ` (${earlier} earlier verdict${earlier === 1 ? '' : 's'} kept)` : ''
  return `*${verdictText(verdict.word)}* by ${mention(verdict.by)}, ${momentText(verdict.at)}.${causes}${note}${history}`
}

/** What the answer cost and how to find the run again. */
export function answerFooter(diagnosis: Diagnosis): string {
  const { stats, versions } = diagnosis
  const cost = stats.costUsd === null ? ', cost unknown' : `, ${stats.costUsd.toFixed(4)} USD`
  const tokens = stats.inputTokens + stats.outputTokens
  const model = versions.model === null ? 'no model used' : `${prose(versions.model)}, ${tokens} tokens${cost}`
  const run = diagnosis.investigationId === null ? '' : `, run ${prose(diagnosis.investigationId)}`
  return `engine ${prose(versions.engine)}, ${model}, ${stats.toolCalls} reads, ${durationText(stats.wallMs)}${run}`
}
