import { z } from 'zod'
import { DELIVERY_QUEUE, type Intake } from '../../handlers/intake.ts'
import { digestRequest } from '../domain/digest.ts'
import { investigationRequest } from '../domain/investigation.ts'
import { abandonInvestigation, runInvestigation, type WorkerPorts } from '../investigation/worker.ts'
import { followUpRequest } from '../domain/follow-up.ts'
import type { FollowUpPorts } from '../investigation/follow-up/ports.ts'
import { abandonFollowUp, runFollowUp } from '../investigation/follow-up/run-follow-up.ts'
import type { Job, Jobs } from '../jobs/open-jobs.ts'
import type { Logger } from '../logger.ts'
import { postWeeklyDigest, type DigestParts } from './post-weekly-digest.ts'

export interface WorkParts extends DigestParts {
  readonly jobs: Jobs
  readonly intake: Intake
  readonly worker: WorkerPorts & FollowUpPorts
  readonly logger: Logger
}

const deliveryJob = z.object({ deliveryId: z.string() })

/** Starts working on every queue. */
export async function startWorkers(parts: WorkParts): Promise<void> {
  const { jobs, intake, worker } = parts
  await jobs.work(DELIVERY_QUEUE, ({ data }) => intake.work(deliveryJob.parse(data).deliveryId))
  await jobs.work('investigation', ({ data, signal }) => runInvestigation(investigationRequest.parse(data), worker, signal))
  await jobs.work('follow-up', ({ data, signal }) => runFollowUp(followUpRequest.parse(data), worker, signal))
  await jobs.work('digest', ({ data }) => postWeeklyDigest(digestRequest.parse(data), parts))
  await jobs.work('abandoned', (job) => tellAbandoned(job, parts))
}

async function tellAbandoned({ data, abandonedBy }: Job, { worker, logger }: WorkParts): Promise<void> {
  logger.error({ queue: abandonedBy, job: data }, 'a job was given up after all its attempts')
  if (abandonedBy === 'investigation') await abandonInvestigation(investigationRequest.parse(data), worker)
  if (abandonedBy === 'follow-up') await abandonFollowUp(followUpRequest.parse(data), worker)
}
