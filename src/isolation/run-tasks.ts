import { setTimeout as delay } from 'node:timers/promises'
import type { TelemetrySource } from '../domain/reading.ts'
import { AppError } from '../errors.ts'
import type { NewEvidence, StoredEvidence } from '../evidence/stored-evidence.ts'
import { investigateHere } from '../investigation/investigate-here.ts'
import { versionHash } from '../journal/version.ts'
import { createRedactor, defaultRedactor, type RedactionRules, type Redactor } from '../redaction/redactor.ts'
import type { Ask } from '../telemetry/http/ask.ts'
import type { ClusterJournal } from '../telemetry/live/kubernetes/journal.ts'
import type { LiveEnvironment } from '../telemetry/live/open-live.ts'
import type { Telemetry } from '../telemetry/port.ts'
import { linkModel, type SentModel } from './model-link.ts'
import type { Link, TaskRunner } from './serve.ts'
import { linkJournals, linkSources } from './source-link.ts'
import type { FollowUpTask, InvestigateTask, SentSource } from './tasks.ts'

export interface TaskParts {
  /** Opens a recorded incident. Throws `telemetry_*`. */
  readonly openRecorded: (...paths: readonly string[]) => Promise<Telemetry>
  /** Opens linked sources, each asked through the program. */
  readonly openLive: (
    environment: LiveEnvironment,
    askOf: (source: string) => Ask,
    journalOf: (source: string) => ClusterJournal,
  ) => Promise<Telemetry>
  readonly clock: () => Date
}

const wait = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => undefined)

/** The tasks of a process of the pool. Everything foreign is read, masked and weighed in them. */
export function createTasks({ openRecorded, openLive, clock }: TaskParts): Readonly<Record<string, TaskRunner>> {
  const opener = (source: SentSource | null, rules: RedactionRules | null, link: Link) => async () => {
    if (source === null) throw new AppError('config_missing', 'The environment is not configured any more.', { remedy: 'Add it again.' })
    if ('paths' in source) return openRecorded(...source.paths)
    const redactor = redactorOf(rules)
    const journalOf = (name: string): ClusterJournal => ({
      read: linkJournals(link)(name),
      hashOf: (object) => versionHash(object, redactor),
    })
    return openLive(source.live, linkSources(link), journalOf)
  }
  return {
    investigate({ source, mayRead, recorded, model, isKept, redaction, ...input }: InvestigateTask, link) {
      return investigateHere(opener(source, redaction, link), link.care)(
        { ...input, mayRead: (name) => mayRead.includes(name) },
        {
          clock,
          signal: link.signal,
          recorded,
          append: isKept ? append(link) : () => Promise.resolve(),
          progress: (progress) => link.tell('progress', progress),
          shown: async () => void (await link.ask('shown', null)),
          redactor: redactorOf(redaction),
          model: model === null ? null : linkModel(model, link, { clock, wait }),
        },
      )
    },
    async 'follow-up'({ source, mayRead, recorded, redaction, ...input }: FollowUpTask, link) {
      // Most processes never answer a follow-up.
      const { answerHere } = await import('../investigation/follow-up/answer-here.ts')
      const isAllowed = (name: TelemetrySource) => mayRead.includes(name)
      return answerHere(opener(source, redaction, link), link.care)(
        { ...input, mayRead: isAllowed },
        {
          clock,
          signal: link.signal,
          recorded,
          append: append(link),
          redactor: redactorOf(redaction),
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
  }
}

function redactorOf(rules: RedactionRules | null): Redactor {
  return rules === null ? defaultRedactor : createRedactor(rules)
}

function append(link: Link) {
  return async (evidence: NewEvidence) => void (await link.ask('append', evidence))
}
