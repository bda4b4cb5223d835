import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { maskReplies } from '../agent/mask-replies.ts'
import { openModel } from '../agent/open-model.ts'
import { loadPrompts } from '../agent/prompts.ts'
import { loadConfig } from '../config.ts'
import { AppError } from '../errors.ts'
import type { ModelPorts } from '../investigation/model-ports.ts'
import { createRedactor, type Redactor } from '../redaction/redactor.ts'
import { openRunbooks } from '../runbooks/open-runbooks.ts'
import { tell } from './terminal.ts'

const DEFAULT_CONFIG = './firstcause.yaml'
const PROMPTS_DIR = new URL('../../prompts/', import.meta.url).pathname
const MARKER_CHARACTERS = 12
/** What a model is told that asks for past incidents. */
const NO_HISTORY = 'This command opens no database: no history of past incidents is available to it.'

/**
 * The ports of a run with a configured model, without a database: turns are kept in memory only. Throws `config_missing` when the
 * configuration or the key is absent, `config_invalid` when it names no such model or runbooks that cannot be read.
 */
export async function openCliModel(name: string): Promise<(signal: AbortSignal) => ModelPorts> {
  const file = configFile()
  const config = await loadConfig(file)
  const redactor = createRedactor(config.redaction)
  const entry = config.models[name]
  if (!entry)
    throw new AppError('config_invalid', `${file} has no model "${name}"`, {
      remedy: `It has: ${Object.keys(config.models).join(', ') || 'none'}.`,
    })
  const prefix = entry.provider === 'anthropic' ? 'ANTHROPIC' : 'OPENAI'
  const opened = openModel({
    name,
    provider: entry.provider,
    api: entry.api,
    modelId: entry.id,
    apiKey: process.env[`${prefix}_API_KEY`] ?? null,
    baseUrl: process.env[entry.baseUrlEnv ?? `${prefix}_BASE_URL`] ?? null,
    effort: entry.effort ?? null,
  })
  const model = maskReplies(opened, redactor)
  const prompts = await loadPrompts(PROMPTS_DIR)
  const runbooks = await openRunbooks(config.runbooks.dirs, (problem) => tell(`runbooks: ${problem}`), redactor)
  return (signal) => ({
    model,
    prompts,
    signal,
    marker: randomUUID().replaceAll('-', '').slice(0, MARKER_CHARACTERS),
    limits: config.budgets,
    price: entry.price ?? null,
    clock: () => new Date(),
    wait: (ms, stop) => delay(ms, undefined, { signal: stop }).catch(() => undefined),
    recorded: [],
    recordTurn: () => Promise.resolve(),
    // The answer says in words how the run ended.
    onEnd: () => undefined,
    findSimilar: () => Promise.resolve({ kind: 'unavailable', why: NO_HISTORY }),
    searchRunbooks: (text) => runbooks.search(text),
  })
}

/** The redactor of the same configuration: what is read passes it before a model sees it. Throws `config_missing`, `config_invalid`. */
export async function loadCliRedactor(): Promise<Redactor> {
  return createRedactor((await loadConfig(configFile())).redaction)
}

function configFile(): string {
  return process.env['FIRSTCAUSE_CONFIG'] ?? DEFAULT_CONFIG
}
