import type { App } from '@slack/bolt'
import { afterEach, describe, expect, it } from 'vitest'
import { AVA, SlackUser } from '../support/slack-user.ts'
import { type Fixture, startSlack, startSocketBot } from './bot.ts'

const CHECKOUT = 'C0FIRST0CHK'

describe('local-slack/local-slack', () => {
  const open: (() => Promise<unknown> | void)[] = []
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close()
  })

  async function start(bind: (app: App) => void): Promise<{ fixture: Fixture; ava: SlackUser }> {
    const fixture = await startSlack()
    open.push(() => fixture.close())
    const app = await startSocketBot(fixture.slack, bind)
    open.push(() => app.stop())
    const ava = await SlackUser.join(fixture.slack.url, AVA)
    open.push(() => ava.leave())
    return { fixture, ava }
  }

  it('takes a mention through Socket Mode to an answer in the thread', async () => {
    const { ava } = await start((app) => {
      app.event('app_mention', async ({ event, say }) => {
        await say({ text: `looking at ${event.text}`, thread_ts: event.ts })
      })
    })

    const ts = await ava.post('#inc-checkout', '@copilot investigate <this> & that')
    const answer = await ava.waitForMessage((message) => message.bot_id !== undefined)

    expect(answer).toMatchObject({
      channel: CHECKOUT,
      thread_ts: ts,
      text: 'looking at <@U0FIRST00B0> investigate &lt;this&gt; &amp; that',
    })
  })

  it('opens a modal from a button, searches options through the app, and shows what the app finds wrong', async () => {
    const submitted: unknown[] = []
    const { ava } = await start((app) => bindModal(app, submitted))
    await ava.post('#inc-checkout', '@copilot help')
    const message = await ava.waitForMessage((one) => one.bot_id !== undefined)

    await ava.click(message, 'correct')
    const view = await ava.waitForView((one) => one.callback_id === 'correction')
    const options = await ava.suggest(view, 'cause', 'ship')
    const cause = options[0]?.value ?? ''
    const errors = await ava.submit(view, { what: { cause }, why: { text: 'short' } })
    const accepted = await ava.submit(view, { what: { cause }, why: { text: 'the address was wrong' } })
    await ava.waitForNoView()

    expect(options.map((option) => option.value)).toEqual(['shop/Service/shipping'])
    expect(errors).toEqual({ why: 'Say a little more.' })
    expect(accepted).toEqual({})
    expect(submitted.at(-1)).toMatchObject({
      what: { cause: { type: 'external_select', selected_option: { value: 'shop/Service/shipping' } } },
      why: { text: { type: 'plain_text_input', value: 'the address was wrong' } },
    })
  })
})

function bindModal(app: App, submitted: unknown[]): void {
  app.event('app_mention', async ({ event, say }) => {
    const button = { type: 'button' as const, action_id: 'correct', text: { type: 'plain_text' as const, text: 'Wrong' }, value: 'run-1' }
    await say({ text: 'answer', thread_ts: event.ts, blocks: [{ type: 'actions', elements: [button] }] })
  })
  app.action('correct', async ({ ack, body, client }) => {
    await ack()
    if (body.type !== 'block_actions') return
    const text = (label: string) => ({ type: 'plain_text' as const, text: label })
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'correction',
        title: text('Correct'),
        submit: text('Store'),
        blocks: [
          {
            type: 'input',
            block_id: 'what',
            label: text('True cause'),
            element: { type: 'external_select', action_id: 'cause', min_query_length: 1 },
          },
          { type: 'input', block_id: 'why', label: text('Why'), element: { type: 'plain_text_input', action_id: 'text' } },
        ],
      },
    })
  })
  app.options('cause', async ({ ack, options }) => {
    const all = ['shop/Service/shipping', 'shop/Service/quotes']
    const found = all.filter((name) => name.includes(options.value))
    await ack({ options: found.map((name) => ({ text: { type: 'plain_text', text: name }, value: name })) })
  })
  app.view('correction', async ({ ack, view }) => {
    submitted.push(view.state.values)
    const text = view.state.values['why']?.['text']?.value ?? ''
    if (text.length < 10) await ack({ response_action: 'errors', errors: { why: 'Say a little more.' } })
    else await ack()
  })
}
