/* oxlint-disable unicorn/require-post-message-target-origin -- chat.postMessage is Slack's, not the browser's */
import assert from 'node:assert/strict'
import type { App } from '@slack/bolt'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { browserMissing, openBrowser } from '../../support/browser.ts'
import { AVA, BEN, SlackUser } from '../../support/slack-user.ts'
import { type Fixture, startSlack, startSocketBot } from '../bot.ts'
import { call } from '../client.ts'

const CHECKOUT = 'C0FIRST0CHK'
const PHONE = { width: 390, height: 844 }
/** A step of the browser, with cores that others load; waiting ends as soon as the step is done. */
const STEP_TIMEOUT_MS = 60_000
const DESKTOP = { width: 1280, height: 900 }
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const missing = browserMissing()

describe.skipIf(missing !== null)(`local-slack/page${missing === null ? '' : ` (${missing})`}`, () => {
  let browser: { context: BrowserContext; close(): Promise<void> }
  let fixture: Fixture
  let app: App
  let page: Page
  let problems: string[]
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })
  beforeEach(async () => {
    fixture = await startSlack()
    app = await startSocketBot(fixture.slack, bindBot)
    page = await browser.context.newPage()
    page.setDefaultTimeout(STEP_TIMEOUT_MS)
    problems = watch(page, fixture.slack.url)
    await page.setViewportSize(DESKTOP)
  })
  afterEach(async () => {
    await page.close()
    await app.stop()
    await fixture.close()
    assert.deepEqual(problems, [])
  })

  async function mention(): Promise<void> {
    await page.goto(fixture.slack.url)
    const box = page.getByRole('textbox', { name: 'Message #inc-checkout' })
    await box.pressSequentially('@cop')
    await page.getByRole('option', { name: '@copilot' }).waitFor()
    await page.keyboard.press('Enter')
    await box.pressSequentially('what broke?')
    await page.keyboard.press('Enter')
    // The page goes to the thread by itself.
    await page.waitForURL(/[?&]thread=/)
    await page.getByRole('button', { name: 'Approve' }).waitFor()
  }

  it('takes a person from a mention to the answer, and shows an edit as it happens', async () => {
    await mention()
    const thread = page.getByRole('log', { name: 'Replies' })
    await thread.getByText('@copilot').waitFor()

    await thread.getByRole('button', { name: 'Approve' }).click()

    await thread.getByText('Approved by').waitFor()
    expect(await thread.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  })

  it('takes a press although the message is drawn again between its two halves', async () => {
    await mention()
    const replies = page.getByRole('log', { name: 'Replies' })
    const ts = await replies.getByRole('article').last().getAttribute('data-message')
    const answer = fixture.slack.calls.find((one) => one.method === 'chat.postMessage')
    await replies.getByRole('button', { name: 'Approve' }).hover()

    await page.mouse.down()
    const isAsked = page.waitForResponse((response) => response.url().includes('/part/message') && response.url().includes('pane=thread'))
    await call(fixture.slack, 'chat.update', { ...answer?.args, ts })
    await (await isAsked).finished()
    await page.mouse.up()

    await replies.getByText('Approved by').waitFor()
    expect(await replies.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  })

  it('stays where it is when the thread that is open is opened again', async () => {
    await mention()
    await page.evaluate('window.isStillHere = true')

    await page.getByRole('link', { name: '1 reply' }).click()
    await page.getByRole('log', { name: 'Replies' }).getByRole('button', { name: 'Approve' }).click()

    await page.getByRole('log', { name: 'Replies' }).getByText('Approved by').waitFor()
    expect(await page.evaluate('window.isStillHere')).toBe(true)
  })

  it('lets a second person press a button, and shows a private note to that person alone', async () => {
    await mention()
    const ben = await browser.context.newPage()
    const seenByBen = watch(ben, fixture.slack.url)
    await ben.goto(page.url().replace(AVA, BEN))

    await ben.getByRole('button', { name: 'Partly' }).click()

    await ben.getByText('Only visible to you').waitFor()
    await page.getByText('noted by').waitFor()
    expect(await page.getByText('Only visible to you').count()).toBe(0)
    expect(seenByBen).toEqual([])
    await ben.close()
  })

  it('asks before a button with a confirm dialog does anything', async () => {
    await mention()
    const escalate = page.getByRole('log', { name: 'Replies' }).getByRole('button', { name: 'Escalate' })

    await escalate.click()
    await page.getByRole('dialog').getByText('Calls the incident lead.').waitFor()
    await page.keyboard.press('Escape')
    await escalate.click()
    await page.getByRole('dialog').getByRole('button', { name: 'Do it' }).click()
    await page.getByText('escalated 1 time').waitFor()

    expect(fixture.slack.calls.filter((one) => one.method === 'chat.postMessage')).toHaveLength(2)
  })

  it('fills a modal: searches for the cause by keyboard, shows what is missing, stores it', async () => {
    await mention()
    await page.getByRole('button', { name: 'Wrong' }).click()
    const dialog = page.getByRole('dialog')
    const cause = dialog.getByRole('combobox', { name: 'True cause' })

    await cause.fill('ship')
    await dialog.getByRole('option', { name: 'shop/Service/shipping' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Store' }).click()
    await dialog.getByText('Please complete this required field.').waitFor()
    await dialog.getByLabel('Wrong service').check()
    await dialog.getByLabel('Note (optional)').fill('the address')
    await dialog.getByRole('button', { name: 'Store' }).click()
    await dialog.getByText('Say more than that.').waitFor()
    expect(await cause.inputValue()).toBe('shop/Service/shipping')
    await dialog.getByLabel('Note (optional)').fill('the address of quotes was wrong since the rollout')
    await dialog.getByRole('button', { name: 'Store' }).click()

    await page.getByText('stored shop/Service/shipping, service').waitFor()
    expect(await dialog.isVisible()).toBe(false)
  })

  it('opens App Home as the app publishes it', async () => {
    await page.goto(`${fixture.slack.url}?home=1`)

    await page.getByText('Verdicts owed: 2').waitFor()

    expect(await page.getByRole('heading', { name: 'App Home' }).isVisible()).toBe(true)
  })

  it('shows hostile text as text', async () => {
    const evil = `<img src=x onerror="alert(1)"><script>alert(2)</script>`
    const ava = await SlackUser.join(fixture.slack.url, AVA)
    await ava.post(CHECKOUT, evil)
    ava.leave()
    await call(fixture.slack, 'chat.postMessage', {
      channel: CHECKOUT,
      text: evil,
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `${evil} <javascript:alert(3)|press me>` } },
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: '"><script>', text: plain(evil.slice(0, 70)), url: 'javascript:alert(4)' }],
        },
        { type: 'image', alt_text: evil, image_url: 'https://example.com/tracker.png' },
      ],
    })

    await page.goto(fixture.slack.url)

    expect(await page.getByText('<img src=x onerror').count()).toBeGreaterThan(1)
    expect(await page.locator('.messages img, .messages script').count()).toBe(0)
    expect(await page.getByText(/Picture: /).count()).toBe(1)
  })

  it.each([
    ['a phone', PHONE, 'light'],
    ['a phone', PHONE, 'dark'],
    ['a desk', DESKTOP, 'light'],
  ] as const)('fits every block on %s (%j, %s)', async (_, size, colorScheme) => {
    await call(fixture.slack, 'chat.postMessage', { channel: CHECKOUT, text: 'all', blocks: EVERY_BLOCK })
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })

    await page.goto(fixture.slack.url)

    const message = page.getByRole('article').last()
    const wide = await page.evaluate(
      `[document.documentElement, document.getElementById('messages')].some((one) => one.scrollWidth > one.clientWidth)`,
    )
    expect(wide).toBe(false)
    expect(await page.getByText('that this page cannot draw').count()).toBe(0)
    for (const words of ['312', 'at 14:02:11 in env_address_invalid', 'Errors per minute', 'Read traces', 'Receipts, in rows']) {
      expect([words, await message.getByText(words).first().isVisible()]).toEqual([words, true])
    }
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe(colorScheme)
  })

  it('reaches the channels on a phone through the menu', async () => {
    await page.setViewportSize(PHONE)
    await page.goto(fixture.slack.url)
    const link = page.getByRole('link', { name: 'inc-delivery' })
    expect(await link.isVisible()).toBe(false)

    await page.getByRole('button', { name: 'Show channels' }).click()
    await link.click()

    await page.getByRole('heading', { name: '#inc-delivery' }).waitFor()
  })
})

const EVERY_BLOCK = [
  { type: 'header', text: plain('Likely cause: shipping') },
  {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text:
        '*shop/Deployment/shipping* failed at 14:02:11 in env_address_invalid ' +
        'w'.repeat(90) +
        '/'.repeat(3) +
        ' `QUOTE_ADDR=quote:0000/' +
        'x'.repeat(120) +
        '`',
    },
  },
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'calls' },
        { type: 'raw_number', value: 312 },
        { type: 'raw_text', text: 'y'.repeat(80) },
      ],
    ],
  },
  { type: 'data_table', caption: 'Receipts, in rows', rows: [[{ type: 'raw_text', text: 'a' }], [{ type: 'raw_text', text: 'b' }]] },
  {
    type: 'data_visualization',
    title: 'Errors per minute',
    chart: { type: 'bar', series: [{ name: 'e', data: [{ label: 'a', value: 1 }] }], axis_config: { categories: ['a'] } },
  },
  { type: 'plan', title: 'Plan', tasks: [{ type: 'task_card', task_id: '1', title: 'Read traces', status: 'in_progress' }] },
  { type: 'markdown', text: '| a | b |\n|---|---|\n| 1 | 2 |' },
  { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'z'.repeat(200) }] }] },
  {
    type: 'container',
    title: plain('More'),
    is_collapsible: true,
    child_blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'inside' } }],
  },
  { type: 'context', elements: [{ type: 'mrkdwn', text: 'Not checked: logs' }] },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'a', text: plain('Approve') },
      { type: 'static_select', action_id: 's', placeholder: plain('Severity'), options: [{ text: plain('high'), value: 'h' }] },
      { type: 'overflow', action_id: 'o', options: [{ text: plain('Undo'), value: 'u' }] },
    ],
  },
]

/** Collects what must never happen: script errors, blocked resources, and requests to anybody else. */
function watch(page: Page, url: string): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => problems.push(`dialog: ${dialog.message()}`))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) problems.push(`request: ${request.url()}`)
  })
  return problems
}

function bindBot(app: App): void {
  let escalations = 0
  const press = (action_id: string) => ({
    type: 'button' as const,
    action_id,
    text: plain(action_id.charAt(0).toUpperCase() + action_id.slice(1)),
    value: '1',
  })
  const confirm = { title: plain('Escalate?'), text: plain('Calls the incident lead.'), confirm: plain('Do it'), deny: plain('No') }
  app.event('app_mention', async ({ event, say }) => {
    const elements = [press('approve'), press('partly'), press('wrong'), { ...press('escalate'), confirm }]
    await say({ text: 'shipping is the cause', thread_ts: event.ts, blocks: [{ type: 'actions', block_id: 'verdict', elements }] })
  })
  app.action('approve', async ({ ack, respond, body }) => {
    await ack()
    await respond({ replace_original: true, text: `Approved by <@${body.user.id}>` })
  })
  app.action('partly', async ({ ack, body, client }) => {
    await ack()
    if (body.type !== 'block_actions' || !body.message) return
    const thread_ts = String(body.message['thread_ts'])
    await client.chat.postEphemeral({ channel: CHECKOUT, user: body.user.id, text: 'You alone see this.', thread_ts })
    await client.chat.postMessage({ channel: CHECKOUT, text: `noted by <@${body.user.id}>`, thread_ts })
  })
  app.action('escalate', async ({ ack, body, client }) => {
    await ack()
    escalations += 1
    if (body.type !== 'block_actions') return
    await client.chat.postMessage({
      channel: CHECKOUT,
      text: `escalated ${escalations} time`,
      thread_ts: String(body.message?.['thread_ts']),
    })
  })
  bindCorrection(app)
  app.event('app_home_opened', async ({ event, client }) => {
    const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Verdicts owed: 2' } }]
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } })
  })
}

function bindCorrection(app: App): void {
  app.action('wrong', async ({ ack, body, client }) => {
    await ack()
    if (body.type !== 'block_actions') return
    const options = [
      { text: plain('Wrong service'), value: 'service' },
      { text: plain('Wrong time'), value: 'time' },
    ]
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'correction',
        private_metadata: String(body.message?.['thread_ts']),
        title: plain('Wrong'),
        submit: plain('Store'),
        blocks: [
          {
            type: 'input',
            block_id: 'verdict',
            label: plain('Your verdict'),
            element: { type: 'radio_buttons', action_id: 'verdict', options },
          },
          {
            type: 'input',
            block_id: 'cause',
            label: plain('True cause'),
            element: { type: 'external_select', action_id: 'cause', min_query_length: 1 },
          },
          {
            type: 'input',
            block_id: 'note',
            optional: true,
            label: plain('Note'),
            element: { type: 'plain_text_input', action_id: 'note', multiline: true },
          },
        ],
      },
    })
  })
  app.options('cause', async ({ ack, options }) => {
    const names = ['shop/Service/shipping', 'shop/Service/quotes'].filter((name) => name.includes(options.value))
    await ack({ options: names.map((name) => ({ text: plain(name), value: name })) })
  })
  app.view('correction', async ({ ack, view, client }) => {
    const { verdict, cause, note } = view.state.values
    if ((note?.['note']?.value ?? '').length < 20) return await ack({ response_action: 'errors', errors: { note: 'Say more than that.' } })
    await ack()
    const text = `stored ${cause?.['cause']?.selected_option?.value}, ${verdict?.['verdict']?.selected_option?.value}`
    await client.chat.postMessage({ channel: CHECKOUT, thread_ts: view.private_metadata, text })
  })
}
