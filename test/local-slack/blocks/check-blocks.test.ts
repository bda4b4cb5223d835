import { describe, expect, it } from 'vitest'
import { blockProblems, checkBlocks, MAX_MESSAGE_BLOCK_CHARACTERS } from '../../../src/local-slack/blocks/check-blocks.ts'
import { viewProblems } from '../../../src/local-slack/blocks/check-view.ts'
import { SlackRefusal } from '../../../src/local-slack/model.ts'
import type { Surface } from '../../../src/local-slack/blocks/schema.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const rich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'found' }] }] }
const button = { type: 'button', action_id: 'go', text: plain('Go') }

let fresh = 0
const options = (surface: Surface) => ({ surface, newId: () => `id-${(fresh += 1)}`, realm: { workspace: { files: new Map() } } as never })
const problems = (blocks: unknown, surface: Surface = 'message') => blockProblems(blocks, options(surface))

const VALID: Readonly<Record<string, object>> = {
  header: { type: 'header', text: plain('x'.repeat(150)) },
  section: { type: 'section', text: mrkdwn('x'.repeat(3000)), fields: [mrkdwn('a')], accessory: button, expand: true },
  context: { type: 'context', elements: [mrkdwn('a'), { type: 'image', alt_text: 'a', image_url: 'https://example.com/a.png' }] },
  actions: { type: 'actions', elements: [button, { type: 'overflow', action_id: 'o', options: [{ text: plain('a'), value: 'a' }] }] },
  image: { type: 'image', alt_text: 'a', image_url: 'https://example.com/a.png' },
  input: { type: 'input', label: plain('Why'), element: { type: 'plain_text_input', action_id: 'why', multiline: true } },
  rich_text: rich,
  markdown: { type: 'markdown', text: '# a' },
  table: { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }, { type: 'raw_number', value: 1 }, rich]] },
  data_table: { type: 'data_table', caption: 'Receipts', rows: [[{ type: 'raw_text', text: 'a' }], [{ type: 'raw_number', value: 1 }]] },
  data_visualization: {
    type: 'data_visualization',
    title: 'Errors',
    chart: { type: 'line', series: [{ name: 'a', data: [{ label: 'x', value: 1 }] }], axis_config: { categories: ['x'] } },
  },
  plan: { type: 'plan', title: 'Plan', tasks: [{ type: 'task_card', task_id: 't', title: 'Read', status: 'complete', output: rich }] },
  context_actions: {
    type: 'context_actions',
    elements: [
      { type: 'feedback_buttons', positive_button: { text: plain('a'), value: 'a' }, negative_button: { text: plain('b'), value: 'b' } },
    ],
  },
  container: { type: 'container', title: plain('More'), child_blocks: [{ type: 'divider' }], is_collapsible: true },
  divider: { type: 'divider' },
}

describe('local-slack/blocks/check-blocks', () => {
  it.each(Object.entries(VALID))('takes a %s block in a message', (_, block) => {
    expect(problems([block])).toEqual([])
  })

  it.each([
    ['an unknown type', [{ type: 'marquee' }], 'unsupported type: marquee [json-pointer:/blocks/0/type]'],
    ['an unknown field', [{ type: 'divider', colour: 'red' }], 'invalid additional property: colour [json-pointer:/blocks/0]'],
    [
      'a header that is too long',
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['mrkdwn in a header', [{ type: 'header', text: mrkdwn('a') }], '[json-pointer:/blocks/0/text/type]'],
    [
      'a long section',
      [{ type: 'section', text: mrkdwn('x'.repeat(3001)) }],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['an empty text', [{ type: 'section', text: mrkdwn('') }], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    ['a section without text', [{ type: 'section' }], 'must provide text or fields [json-pointer:/blocks/0]'],
    [
      'eleven fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn('a')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a long button',
      [{ type: 'actions', elements: [{ ...button, text: plain('x'.repeat(76)) }] }],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    ['a long value', [{ type: 'actions', elements: [{ ...button, value: 'x'.repeat(2001) }] }], '/blocks/0/elements/0/value]'],
    [
      '26 buttons',
      [{ type: 'actions', elements: Array.from({ length: 26 }, (_, i) => ({ ...button, action_id: `a${i}` })) }],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    ['an image without alt text', [{ type: 'image', image_url: 'https://example.com/a.png' }], '[json-pointer:/blocks/0'],
    ['two tables', [VALID['table'], VALID['table']], 'only 1 table allowed [json-pointer:/blocks]'],
    ['an alert in a message', [{ type: 'alert', text: mrkdwn('a') }], 'unsupported type: alert [json-pointer:/blocks/0/type]'],
    [
      'unequal rows',
      [
        {
          type: 'data_table',
          caption: 'a',
          rows: [
            [{ type: 'raw_text', text: 'a' }],
            [
              { type: 'raw_text', text: 'a' },
              { type: 'raw_text', text: 'b' },
            ],
          ],
        },
      ],
      'rows must have equal length [json-pointer:/blocks/0]',
    ],
    [
      'a repeated block_id',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      '`block_id` a already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      'a repeated action_id',
      [{ type: 'actions', elements: [button, button] }],
      '`action_id` go already exists [json-pointer:/blocks/0/elements]',
    ],
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), 'no more than 50 items allowed [json-pointer:/blocks]'],
    ['no list', { type: 'divider' }, 'must be an array [json-pointer:/blocks]'],
    [
      'a button without text',
      [{ type: 'actions', elements: [{ type: 'button' }] }],
      'missing required field: text [json-pointer:/blocks/0/elements/0/text]',
    ],
    [
      'a chart label over 20 characters',
      [{ ...VALID['data_visualization'], chart: { type: 'pie', segments: [{ label: 'x'.repeat(21), value: 1 }] } }],
      'must be less than 21 characters',
    ],
  ])('refuses %s', (_, blocks, sentence) => {
    expect(problems(blocks).join('\n')).toContain(sentence)
  })

  it('refuses message-only blocks in modals and homes, and takes an alert in a modal', () => {
    expect(problems([VALID['table']], 'home')).toEqual(['unsupported type: table [json-pointer:/blocks/0/type]'])
    expect(problems([VALID['markdown']], 'modal')).toEqual(['unsupported type: markdown [json-pointer:/blocks/0/type]'])
    expect(problems([{ type: 'alert', text: mrkdwn('Stored.'), level: 'info' }], 'modal')).toEqual([])
  })

  it('takes 13,000 characters over all blocks of a message and refuses more with msg_blocks_too_long', () => {
    const sections = (characters: number) =>
      Array.from({ length: 5 }, () => ({ type: 'section', text: mrkdwn('x'.repeat(characters / 5)) }))

    expect(checkBlocks(sections(MAX_MESSAGE_BLOCK_CHARACTERS), options('message'))).toHaveLength(5)
    expect(() => checkBlocks(sections(MAX_MESSAGE_BLOCK_CHARACTERS + 5), options('message'))).toThrow(
      new SlackRefusal('msg_blocks_too_long'),
    )
  })

  it('gives every block an id and keeps the ones there are', () => {
    const [own, given] = checkBlocks([{ type: 'divider', block_id: 'mine' }, { type: 'divider' }], options('message'))

    expect(own?.block_id).toBe('mine')
    expect(given?.block_id).toMatch(/^\w{5}$/)
  })
})

describe('local-slack/blocks/check-view', () => {
  const view = { type: 'modal', title: plain('Correct'), submit: plain('Store'), blocks: [VALID['input']] }
  const check = (value: object) => viewProblems(value, 'modal', options('modal'))

  it('takes a modal', () => {
    expect(check(view)).toEqual([])
  })

  it.each([
    ['a long title', { ...view, title: plain('x'.repeat(25)) }, 'must be less than 25 characters [json-pointer:/view/title/text]'],
    ['much private metadata', { ...view, private_metadata: 'x'.repeat(3001) }, '[json-pointer:/view/private_metadata]'],
    ['inputs without a submit button', { ...view, submit: undefined }, 'missing required field: submit [json-pointer:/view]'],
    ['an unknown field', { ...view, colour: 'red' }, 'invalid additional property: colour [json-pointer:/view]'],
    [
      '101 blocks',
      { ...view, blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) },
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
  ])('refuses %s', (_, value, sentence) => {
    expect(check(JSON.parse(JSON.stringify(value)) as object).join('\n')).toContain(sentence)
  })
})
