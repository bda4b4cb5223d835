import { afterAll, beforeAll } from 'vitest'
import { createWorld, startTestBot, type TestBot, type TestOptions, type TestWorld } from './firstcause.ts'

interface Running {
  readonly world: TestWorld
  readonly bot: TestBot
}

/**
 * One bot in a world of its own for all tests of the `describe` in which this is called: started before the first, stopped and removed after the last. What is
 * returned can be read in tests and hooks; reading it earlier throws.
 */
export function useRunningBot(options: TestOptions): Running {
  const started: { world?: TestWorld; bot?: TestBot } = {}
  beforeAll(async () => {
    started.world = await createWorld()
    started.bot = await startTestBot(started.world, options)
  })
  afterAll(async () => {
    await started.bot?.stop()
    await started.world?.remove()
  })
  return {
    get world() {
      return there(started.world)
    },
    get bot() {
      return there(started.bot)
    },
  }
}

function there<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('the bot runs only while tests do')
  return part
}
