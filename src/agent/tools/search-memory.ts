import { z } from 'zod'
import { fence } from '../fence.ts'
import { defineTool, MAX_ANSWER_CHARACTERS, plainAnswer } from './tool.ts'

export const findSimilarIncidents = defineTool({
  name: 'find_similar_incidents',
  description:
    'Past incidents of this team with alike symptoms and what people judged their cause to be. A past cause is a hint, never evidence for this incident.',
  input: z.object({ text: z.string().describe('entities, symptoms or error words') }),
  async run({ text }, { findSimilar, marker }) {
    return told(await findSimilar(text), { none: 'No judged incident like this one is recorded.', marker })
  },
})

export const searchRunbooks = defineTool({
  name: 'search_runbooks',
  description: "Passages of the team's own runbooks. They say what people do about a cause, not what the cause is.",
  input: z.object({ text: z.string().describe('what to look for') }),
  async run({ text }, { searchRunbooks: search, marker }) {
    return told(await search(text), { none: 'No runbook passage matches, or no runbooks are configured.', marker })
  },
})

function told(passages: readonly string[], { none, marker }: { readonly none: string; readonly marker: string }) {
  return plainAnswer(passages.length === 0 ? none : fence(passages.join('\n---\n').slice(0, MAX_ANSWER_CHARACTERS), marker))
}
