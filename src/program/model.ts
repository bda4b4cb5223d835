import { setTimeout as delay } from 'node:timers/promises'
import { maskReplies } from '../agent/mask-replies.ts'
import { openModel } from '../agent/open-model.ts'
import { loadPrompts } from '../agent/prompts.ts'
import { reviveTurn } from '../agent/revive-turn.ts'
import type { Turn } from '../agent/run-state.ts'
import type { Config } from '../config.ts'
import type { History } from '../domain/past-incident.ts'
import { AppError } from '../errors.ts'
import { contentHash } from '../evidence/content-hash.ts'
import type { WorkerPorts } from '../investigation/worker.ts'
import type { Logger } from '../logger.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { Runbooks } from '../runbooks/open-runbooks.ts'
import type { Store } from '../store/port.ts'

const PROMPTS_DIR = new URL('../../prompts/', import.meta.url).pathname
const MARKER_CHARACTERS = 12
/** Past incidents of one answer; more is a list to read, not a hint. */
const MAX_SIMILAR_INCIDENTS = 5

export interface ModelParts {
  readonly config: Config
  /** Keys and addresses of model providers, by variable name. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly store: Pick<Store, 'appendTurn' | 'loadTurns' | 'findSimilarIncidents'>
  readonly runbooks: Runbooks
  /** What the model says passes it. */
  readonly redactor: Redactor
  readonly clock: () => Date
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>
}

/**
 * Opens the model that each environment names, with the turns that an earlier attempt of the run stored. Null for an environment
 * without a model. Throws `config_missing` or `config_invalid` at the start, not in the middle of an incident.
 */
export async function createModelOpener(parts: ModelParts): Promise<NonNullable<WorkerPorts['openModel']>> {
  const prompts = await loadPrompts(PROMPTS_DIR)
  const names = [...new Set(Object.values(parts.config.environments).flatMap(({ model }) => model ?? []))]
  const models = new Map(names.map((name) => [name, openConfigured(name, parts)]))
  const { store, clock, config, logger } = parts
  return async ({ incident, investigation }, signal) => {
    const name = config.environments[incident.environment]?.model
    const model = name === undefined ? undefined : models.get(name)
    if (name === undefined || model === undefined) return null
    return {
      model,
      prompts,
      // The same for every attempt of a run, so that a resumed conversation is the same text; nobody who writes logs knows the run's id.
      marker: contentHash(investigation.id).slice(0, MARKER_CHARACTERS),
      limits: config.budgets,
      price: config.models[name]?.price ?? null,
      clock,
      signal,
      wait: (ms, stop) => delay(ms, undefined, { signal: stop }).catch(() => undefined),
      recorded: (await store.loadTurns(investigation.id)).map(reviveTurn),
      onEnd: (end) =>
        end.ending === 'submitted'
          ? logger.info({ investigationId: investigation.id, ...end }, 'the model submitted an answer')
          : logger.warn({ investigationId: investigation.id, ...end }, 'the model gave no answer'),
      recordTurn: (turn) => store.appendTurn(investigation.id, { ...turn, summary: summaryOf(turn) }),
      findSimilar: (text) => findSimilar({ investigationId: investigation.id, text }, parts),
      searchRunbooks: (text) => parts.runbooks.search(text),
    }
  }
}

/** Similar incidents; a history that cannot be searched costs a hint, not the run. */
async function findSimilar(
  search: { readonly investigationId: string; readonly text: string },
  { store, logger }: ModelParts,
): Promise<History> {
  try {
    return { kind: 'searched', ...(await store.findSimilarIncidents({ ...search, limit: MAX_SIMILAR_INCIDENTS })) }
  } catch (error) {
    logger.error({ investigationId: search.investigationId, error }, 'the past incidents cannot be searched')
    return { kind: 'unavailable', why: 'The past incidents cannot be searched just now.' }
  }
}

/** What the audit may hold of a turn: names and counts, no text of model or telemetry. */
function summaryOf({ outcomes, response }: Turn): Readonly<Record<string, unknown>> {
  return {
    calls: outcomes.map(({ name, outcome }) => `${name.slice(0, 60)} ${outcome}`),
    finishReason: response.finishReason,
    usage: response.usage,
    suspicious: outcomes.flatMap(({ suspicious }) => suspicious).length,
  }
}

function openConfigured(name: string, { config, environment, redactor }: ModelParts) {
  const entry = config.models[name]
  if (!entry) throw new AppError('config_invalid', `there is no model "${name}"`, { remedy: 'Add it under models, or correct the name.' })
  const prefix = entry.provider === 'anthropic' ? 'ANTHROPIC' : 'OPENAI'
  const model = openModel({
    name,
    provider: entry.provider,
    api: entry.api,
    modelId: entry.id,
    apiKey: environment[`${prefix}_API_KEY`] ?? null,
    baseUrl: environment[entry.baseUrlEnv ?? `${prefix}_BASE_URL`] ?? null,
    effort: entry.effort ?? null,
  })
  return maskReplies(model, redactor)
}
