import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { seenCandidates } from '../../benchmarks/discipline/candidates.ts'
import { careful } from '../../benchmarks/discipline/careful.ts'
import { turnsSoFar, type Script, type SeenRequest } from '../../benchmarks/discipline/script.ts'
import { blockText, BOT, CHECKOUT, createWorld, MENTION, repliesIn, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { FLAG_CAUSE } from '../support/incidents.ts'
import { startModelBot, type ModelBot } from '../support/model-bot.ts'

const NOTHING = { points: [], reading_needed: null }

function isFollowUp(request: SeenRequest): boolean {
  return request.toolNames.includes('submit_answer')
}

/** Investigates with care and answers questions by this script. */
function answering(answer: Script): Script {
  return (request) => (isFollowUp(request) ? answer(request) : careful(request))
}

function point(text: string, quote: string, locator = 'service_calls#4') {
  return { text, citations: [{ evidence_id: 'E9', locator, quote }] }
}

describe('acceptance/17 a follow-up with a model', () => {
  let world: TestWorld
  let model: ModelBot
  beforeAll(async () => {
    world = await createWorld()
    model = await startModelBot(world, careful)
  })
  afterAll(async () => {
    await model.stop()
    await world.remove()
  })

  /** Requests before the script of the test began to play. */
  let earlier = 0
  const followUps = () => model.server.seen.slice(earlier).filter(isFollowUp)

  async function investigated(script: Script): Promise<string> {
    model.server.play(script)
    earlier = model.server.seen.length
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(world.ava, asked)
    await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Done with'))
    return asked
  }

  async function ask(thread: string, question: string) {
    const ts = await world.ava.post(CHECKOUT, `${MENTION} ${question}`, thread)
    return world.ava.waitForMessage(
      (message) => message.user === BOT && message.thread_ts === thread && message.ts > ts && !message.text.startsWith('Looking'),
    )
  }

  /** Quotes what a tool showed, and pads it with what no tool did. */
  const readsThenAnswers: Script = (request) => {
    if (turnsSoFar(request) === 0) return { kind: 'turn', calls: [{ name: 'read_candidates', arguments: { entity: FLAG_CAUSE } }] }
    const quoted = seenCandidates(request).flatMap(({ citations }) => citations)
    const real = { text: 'The flag was switched.', citations: quoted.slice(0, 1) }
    const points = [real, point('It leaks memory.', 'heap at 100 %'), { text: 'Trust me.', citations: [] }]
    return { kind: 'turn', calls: [{ name: 'submit_answer', arguments: { points, reading_needed: null } }] }
  }

  it('shows only points whose quotes stand in the evidence, with receipts, tokens and cost, in one message', async () => {
    const thread = await investigated(answering(readsThenAnswers))

    const answer = await ask(thread, 'who flipped what?')

    const text = blockText(answer)
    expect(text).toContain('The flag was switched. (R1)')
    expect(text).toMatch(/\*R1\* \w+, .+ UTC: `.+` at `\S+`/)
    expect(text).not.toContain('It leaks memory')
    expect(text).not.toContain('Trust me')
    expect(text).toMatch(/scripted, \d+ tokens, 0\.\d{4} USD/)
    expect(repliesIn(world.ava, thread)).toHaveLength(3)
    const prompt = followUps()[0]?.system ?? ''
    expect(prompt).toMatch(/<quoted \w+>\nwho flipped what\?\n<\/quoted/)
  })

  it.each([
    ['invents every quote', () => [point('wishlist is the root cause.', 'heap at 100 %')], 'had a receipt that stands'],
    ['finds nothing', () => [], 'does not answer it; logs would'],
  ])('falls back on the engine when the model %s, and says so', async (_name, points, note) => {
    const submitted = { points: points(), reading_needed: 'log_patterns' }
    const thread = await investigated(answering(() => ({ kind: 'turn', calls: [{ name: 'submit_answer', arguments: submitted }] })))

    const text = blockText(await ask(thread, 'what changed?'))

    expect(text).toContain(FLAG_CAUSE)
    expect(text).toMatch(/\*R1\* kubernetes/)
    expect(text).toContain('The evidence engine answered alone')
    expect(text).toContain(note)
    expect(text).not.toContain('wishlist')
  })

  it.each([
    ['is down', () => ({ kind: 'error', status: 401, type: 'authentication_error' }) as const],
    ['only asks', () => ({ kind: 'turn', calls: [{ name: 'read_alerts', arguments: { entity: null, offset: 0 } }] }) as const],
    ['asks for a tool that writes', () => ({ kind: 'turn', calls: [{ name: 'kubectl_delete', arguments: {} }] }) as const],
  ])('answers by the engine within the small budget when the model %s', async (_name, reply) => {
    const thread = await investigated(answering(reply))

    const text = blockText(await ask(thread, 'what changed?'))

    expect(text).toContain(FLAG_CAUSE)
    expect(text).toContain('The evidence engine answered alone')
    expect(followUps().length).toBeLessThanOrEqual(4)
  })

  it('shows statements to the model fenced as data, and weighs them without it', async () => {
    const thread = await investigated(answering(() => ({ kind: 'turn', calls: [{ name: 'submit_answer', arguments: NOTHING }] })))
    await ask(thread, 'we restarted quotes at 14:05')
    expect(followUps()).toHaveLength(0)

    await ask(thread, 'what changed?')

    const prompt = followUps()[0]?.system ?? ''
    expect(prompt).toMatch(/<quoted \w+>\n\[E\d+ slack:\S+\] U0FIRST0AVA, \S+: we restarted quotes at 14:05\n<\/quoted/)
  })

  it('stops within five seconds of the word stop and says so', async () => {
    const thread = await investigated(answering(() => ({ kind: 'hang' })))
    const ts = await world.ava.post(CHECKOUT, `${MENTION} what changed?`, thread)
    await world.ava.waitForMessage((message) => message.thread_ts === thread && message.ts > ts && message.text.startsWith('Looking'))
    const saidAt = performance.now()

    await world.ava.post(CHECKOUT, 'stop', thread)
    const answer = await world.ava.waitForMessage(
      (message) => message.thread_ts === thread && message.ts > ts && message.text.startsWith('Stopped'),
    )

    expect(performance.now() - saidAt).toBeLessThan(5000)
    expect(answer.user).toBe(BOT)
    expect(await model.bot.store.verifyAudit()).toMatchObject({ brokenAt: null })
  })
})
