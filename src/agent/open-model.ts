import { AppError } from '../errors.ts'
import { openAnthropicModel } from './anthropic.ts'
import type { Model } from './model.ts'
import { openOpenAiModel } from './openai.ts'

/** A model as `firstcause.yaml` names it, with what the environment adds. */
export interface ModelSettings {
  readonly name: string
  readonly provider: 'anthropic' | 'openai'
  readonly api: 'messages' | 'responses' | 'chat'
  readonly modelId: string
  readonly apiKey: string | null
  readonly baseUrl: string | null
  readonly effort: 'low' | 'medium' | 'high' | null
}

/** A server of one's own often wants no key, but the SDKs insist on one. */
const NO_KEY = 'none'

/** Opens a model. Throws `config_missing` when the provider needs a key that is not there, `config_invalid` when provider and api do not fit. */
export function openModel(settings: ModelSettings): Model {
  const { name, modelId, baseUrl, effort, api } = settings
  if (settings.provider === 'anthropic') {
    if (api !== 'messages') throw misfit(settings)
    return openAnthropicModel({ name, modelId, baseUrl, effort, apiKey: keyOf(settings, 'ANTHROPIC_API_KEY') })
  }
  if (api === 'messages') throw misfit(settings)
  return openOpenAiModel({ name, modelId, baseUrl, effort, api, apiKey: keyOf(settings, 'OPENAI_API_KEY') })
}

function keyOf({ name, apiKey, baseUrl }: ModelSettings, variable: string): string {
  if (apiKey !== null) return apiKey
  if (baseUrl !== null) return NO_KEY
  throw new AppError('config_missing', `the model ${name} needs ${variable}`, {
    remedy: `Set ${variable}, or give the model a server of your own with baseUrlEnv.`,
  })
}

function misfit({ name, provider, api }: ModelSettings): AppError {
  return new AppError('config_invalid', `models.${name}: ${provider} has no api "${api}"`, {
    remedy: provider === 'anthropic' ? 'Write api: messages.' : 'Write api: responses, or api: chat for a compatible server.',
  })
}
