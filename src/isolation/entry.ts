import { setTimeout as delay } from 'node:timers/promises'
import type { TelemetrySource } from '../domain/reading.ts'
import { AppError } from '../errors.ts'
import type { NewEvidence, StoredEvidence } from '../evidence/stored-evidence.ts'
import { investigateHere } from '../investigation/investigate-here.ts'
import { openRecorded } from '../telemetry/open.ts'
import { linkModel, type SentModel } from './model-link.ts'
import { serve, type Link } from './serve.ts'
import type { FollowUpTask, InvestigateTask, SentSource } from './tasks.ts'

// A process of the pool: composes what a run needs, as main does. Everything foreign is read, masked and weighed here, and nothing else is: no
// database, no Slack, no key.

const clock = () => new Date()
const wait = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => undefined)

serve({
  investigate({ source, mayRead, recorded, model, isKept, ...input }: InvestigateTask, link) {
    return investigateHere(opener(source), link.care)(
      { ...input, mayRead: (name) => mayRead.includes(name) },
      {
        clock,
        signal: link.signal,
        recorded,
        append: isKept ? append(link) : () => Promise.resolve(),
        progress: (progress) => link.tell('progress', progress),
        shown: async () => void (await link.ask('shown', null)),
        model: model === null ? null : linkModel(model, link, { clock, wait }),
      },
    )
  },
  async 'follow-up'({ source, mayRead, recorded, ...input }: FollowUpTask, link) {
    // Most processes never answer a follow-up.
    const { answerHere } = await import('../investigation/follow-up/answer-here.ts')
    const isAllowed = (name: TelemetrySource) => mayRead.includes(name)
    return answerHere(opener(source), link.care)(
      { ...input, mayRead: isAllowed },
      {
        clock,
        signal: link.signal,
        recorded,
        append: append(link),
        appendStatement: (said) => link.ask('append-statement', said) as Promise<StoredEvidence>,
        appendAudit: async (entry) => void (await link.ask('append-audit', entry)),
        wait: async () => void (await link.ask('wait', null)),
        async openModel() {
          const model = (await link.ask('open-model', null)) as SentModel | null
          return model === null ? null : linkModel(model, link, { clock, wait })
        },
      },
    )
  },
})

function opener(source: SentSource | null) {
  return async () => {
    if (source === null) throw new AppError('config_missing', 'The environment is not configured any more.', { remedy: 'Add it again.' })
    return openRecorded(source.dir)
  }
}

function append(link: Link) {
  return async (evidence: NewEvidence) => void (await link.ask('append', evidence))
}
