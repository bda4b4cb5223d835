import type { MrkdwnElement, PlainTextElement } from '@slack/types'
import { showableLine } from '../domain/showable.ts'
import { clamp } from './limits.ts'

/** Characters of the longest plain text that Slack takes, the hint of an input. */
const MAX_PLAIN_CHARACTERS = 2000

/**
 * Text with our marks in it. `verbatim`: Slack makes no link of an address and no mention of `@here` or `#channel` that somebody wrote.
 * Source: docs.slack.dev/reference/block-kit/composition-objects/text-object.
 */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true }
}

/** Text in which nothing means anything, names of pictures between colons included. One line of at most `max` characters. */
export function plainText(text: string, max: number = MAX_PLAIN_CHARACTERS): PlainTextElement {
  return { type: 'plain_text', text: clamp(showableLine(text), max), emoji: false }
}
