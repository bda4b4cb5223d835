import type { Script } from '../../benchmarks/discipline/script.ts'
import { startModelServer, type ModelServer } from '../../benchmarks/discipline/server.ts'
import { startTestBot, type TestBot, type TestOptions, type TestWorld } from './firstcause.ts'
import { flagIncident } from './incidents.ts'

/** The provider's key that the bot is started with; it must never come out. */
export const MODEL_KEY = 'made-up-key-of-a-test'

export interface ModelBot {
  readonly bot: TestBot
  readonly server: ModelServer
  stop(): Promise<void>
}

/** The bot with a scripted model behind the real adapter, on the flag incident of the shop unless another telemetry is given. */
export async function startModelBot(
  world: TestWorld,
  script: Script,
  options: TestOptions & { readonly hasPrice?: boolean } = {},
): Promise<ModelBot> {
  const server = await startModelServer(script)
  const price = { asOf: '2026-11-01', inputPerMTok: 3, cachedPerMTok: 0.3, outputPerMTok: 15 }
  const bot = await startTestBot(world, {
    telemetry: flagIncident,
    ...options,
    environment: { ANTHROPIC_API_KEY: MODEL_KEY, ANTHROPIC_BASE_URL: server.url },
    config: {
      environments: { shop: { sources: [{ kind: 'snapshot', dir: './none' }], model: 'scripted' } },
      models: { scripted: { provider: 'anthropic', api: 'messages', id: 'scripted-1', ...(options.hasPrice === false ? {} : { price }) } },
      ...options.config,
    },
  })
  return {
    bot,
    server,
    async stop() {
      await bot.stop()
      await server.close()
    },
  }
}
