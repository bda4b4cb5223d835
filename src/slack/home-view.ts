import type { HomeView } from '@slack/types'
import { context, header, section } from './blocks.ts'
import { escapeText, inlineCode, mention } from './escape.ts'

/** What the Home tab says: where firstcause listens and how to talk to it. Thin on purpose until there are lists to show. */
export interface HomeContents {
  readonly botUserId: string
  /** Channel patterns with the environment that is read for each, as configured. */
  readonly channels: readonly { readonly match: string; readonly environment: string }[]
}

export function buildHomeView(home: HomeContents): HomeView {
  const channels = home.channels.map(({ match, environment }) => `• #${escapeText(match)} reads ${inlineCode(environment)}`)
  return {
    type: 'home',
    blocks: [
      header('firstcause'),
      section(
        `Mention ${mention(home.botUserId)} in an incident channel. It reads, names the first cause with receipts, and changes nothing.`,
      ),
      section(['*Where it listens*', ...(channels.length > 0 ? channels : ['no channel is configured'])].join('\n')),
      context('In a thread, the word *stop* ends a running investigation. Approve, Partly or Wrong under an answer teaches it.'),
    ],
  }
}
