import type { Recall } from '../domain/recall.ts'
import type { OpenVoice, Run, Voice } from '../investigation/announcer.ts'
import type { DiagnosisRow } from '../store/port.ts'
import { UNTOUCHED } from './answer-status.ts'
import { buildAnswerMessage } from './diagnosis-message.ts'
import type { EditBudget } from './edit-budget.ts'
import type { SlackMessage } from './limits.ts'
import type { Poster } from './poster.ts'
import { createProgressEditor } from './progress-editor.ts'
import { buildEndedProgressMessage, buildProgressMessage, type RunHeading } from './progress-message.ts'

export interface ThreadVoiceOptions {
  readonly poster: Poster
  /** Edits through the client that a rate limit rejects at once. */
  readonly editProgress: Poster['edit']
  readonly budget: EditBudget
  readonly clock: () => Date
  /** What is remembered about the cause of an answer. */
  readonly recall: (row: DiagnosisRow) => Promise<Recall>
}

/** The key under which a run's progress message is posted. */
function progressKey(investigationId: string): string {
  return `progress:${investigationId}`
}

/** The key under which an answer is posted. */
export function answerKey(diagnosisId: string): string {
  return `answer:${diagnosisId}`
}

/** Speaks in the Slack thread of the incident: one progress message that is edited, then the answer as a message of its own. */
export function createThreadVoice(options: ThreadVoiceOptions): OpenVoice {
  return async (run) => {
    const heading = headingOf(run)
    const posted = await postInThread(run, options.poster, {
      key: progressKey(run.investigation.id),
      message: buildProgressMessage(heading, null, 0),
    })
    const editor = createProgressEditor({
      edit: (message) => options.editProgress(posted, message),
      budget: options.budget,
      clock: options.clock,
      postedAt: options.clock(),
    })
    let edition = 0
    return {
      progress: (progress) => editor.show(buildProgressMessage(heading, progress, (edition += 1))),
      shown: () => editor.shown(),
      answer: (row, stoppedBy) => postAnswer(run, options, { row, stoppedBy }),
      async end(ending) {
        await editor.stop()
        await options.poster.edit(posted, buildEndedProgressMessage(heading, ending))
      },
      leave: () => editor.stop(),
    } satisfies Voice
  }
}

async function postAnswer(
  run: Run,
  { poster, recall }: ThreadVoiceOptions,
  answer: { readonly row: DiagnosisRow; readonly stoppedBy: string | null },
): Promise<void> {
  const message = buildAnswerMessage({
    diagnosisId: answer.row.id,
    diagnosis: answer.row.diagnosis,
    status: { ...UNTOUCHED, stoppedBy: answer.stoppedBy },
    recall: await recall(answer.row),
  })
  await postInThread(run, poster, { key: answerKey(answer.row.id), message })
}

function postInThread(run: Run, poster: Poster, post: { readonly key: string; readonly message: SlackMessage }) {
  return poster.post({ ...post, channelId: run.incident.channelId, threadTs: run.incident.threadTs })
}

function headingOf({ incident, investigation }: Run): RunHeading {
  return {
    investigationId: investigation.id,
    question: investigation.question,
    askedBy: investigation.askedBy,
    environment: incident.environment,
  }
}
