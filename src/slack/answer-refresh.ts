import type { Recall } from '../domain/recall.ts'
import type { DiagnosisRow, Store } from '../store/port.ts'
import { buildAnswerMessage } from './diagnosis-message.ts'
import type { Poster } from './poster.ts'
import { answerKey } from './thread-voice.ts'

export interface RefreshPorts {
  readonly store: Pick<Store, 'loadDiagnosis' | 'loadInvestigation' | 'verdictHistory' | 'findEscalations' | 'findPost'>
  readonly poster: Poster
  /** What is remembered about the cause of an answer. */
  readonly recall: (row: DiagnosisRow) => Promise<Recall>
}

/** Redraws the message of an answer from what is stored: verdicts, escalations, who stopped it. Nothing happens when it is not posted. */
export async function refreshAnswer(diagnosisId: string, { store, poster, recall }: RefreshPorts): Promise<void> {
  const row = await store.loadDiagnosis(diagnosisId)
  const post = await store.findPost(answerKey(diagnosisId))
  const run = row && (await store.loadInvestigation(row.investigationId))
  if (!row || !run || !post || post.messageTs === null) return
  const escalations = await store.findEscalations(diagnosisId)
  const message = buildAnswerMessage({
    diagnosisId,
    diagnosis: row.diagnosis,
    recall: await recall(row),
    status: {
      stoppedBy: run.investigation.state === 'stopped' ? run.investigation.stopRequestedBy : null,
      verdicts: await store.verdictHistory(diagnosisId),
      escalations: escalations.map(({ by, at, targetChannelId, deliveredTs }) => ({
        by,
        at,
        channelId: targetChannelId,
        isDelivered: deliveredTs !== null,
      })),
    },
  })
  await poster.edit({ channelId: post.channelId, messageTs: post.messageTs }, message)
}
