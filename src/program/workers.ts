import { z } from 'zod'
import { DELIVERY_QUEUE, type Intake } from '../../handlers/intake.ts'
import { digestRequest, type DigestRequest } from '../domain/digest.ts'
import { investigationRequest } from '../domain/investigation.ts'
import { loadWeeklyDigest } from '../evaluation/weekly-digest.ts'
import { abandonInvestigation, runInvestigation, type WorkerPorts } from '../investigation/worker.ts'
import type { Job, Jobs } from '../jobs/open-jobs.ts'
import type { Logger } from '../logger.ts'
import { buildDigestMessage } from '../slack/digest-message.ts'
import type { SlackClients } from '../slack/clients.ts'
import { readPermalink } from '../slack/permalink.ts'
import type { Poster } from '../slack/poster.ts'
import { answerKey } from '../slack/thread-voice.ts'
import type { Store } from '../store/port.ts'
import type { DigestSummary } from '../evaluation/digest.ts'

export interface WorkParts {
  readonly jobs: Jobs
  readonly intake: Intake
  readonly worker: WorkerPorts
  readonly store: Store
  readonly poster: Poster
  readonly clients: SlackClients
  readonly clock: () => Date
  readonly logger: Logger
}

const deliveryJob = z.object({ deliveryId: z.string() })

/** Starts working on every queue. */
export async function startWorkers(parts: WorkParts): Promise<void> {
  const { jobs, intake, worker } = parts
  await jobs.work(DELIVERY_QUEUE, ({ data }) => intake.work(deliveryJob.parse(data).deliveryId))
  await jobs.work('investigation', ({ data, signal }) => runInvestigation(investigationRequest.parse(data), worker, signal))
  await jobs.work('digest', ({ data }) => postDigest(digestRequest.parse(data), parts))
  await jobs.work('abandoned', (job) => tellAbandoned(job, parts))
}

async function tellAbandoned({ data, abandonedBy }: Job, { worker, logger }: WorkParts): Promise<void> {
  logger.error({ queue: abandonedBy, job: data }, 'a job was given up after all its attempts')
  if (abandonedBy === 'investigation') await abandonInvestigation(investigationRequest.parse(data), worker)
}

async function postDigest(request: DigestRequest, parts: WorkParts): Promise<void> {
  const digest = await loadWeeklyDigest(parts.store, request, parts.clock())
  const links = await readLinks(digest.summary, parts)
  const message = buildDigestMessage(digest.summary, digest.week, (diagnosisId) => links.get(diagnosisId) ?? null)
  await parts.poster.post({ key: digest.postKey, channelId: request.channelId, threadTs: null, message })
}

async function readLinks(summary: DigestSummary, { store, clients }: WorkParts): Promise<ReadonlyMap<string, string>> {
  const links = new Map<string, string>()
  for (const { diagnosisId } of summary.items) {
    const post = await store.findPost(answerKey(diagnosisId))
    const link = post?.messageTs ? await readPermalink(clients.messages, { channelId: post.channelId, messageTs: post.messageTs }) : null
    if (link !== null) links.set(diagnosisId, link)
  }
  return links
}
