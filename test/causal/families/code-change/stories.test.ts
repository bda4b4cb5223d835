import { describe, expect, it } from 'vitest'
import { STORIES } from './stories/all.ts'
import { answerTo } from './stories/answer.ts'
import { shaOf, type Story } from './stories/story.ts'

async function expectTruth(story: Story): Promise<void> {
  const answer = await answerTo(story)

  const { commit, first, remedy } = story.truth
  expect({ commit: answer.commit, first: answer.first, remedy: answer.remedy }).toEqual({
    commit: commit === null ? 'none' : shaOf(story, commit),
    first: first ?? answer.first,
    remedy: remedy ?? answer.remedy,
  })
}

describe('src/causal/families/code-change on invented incidents', () => {
  it.each(STORIES)('answers "$name" with its cause and no bystander', expectTruth)
})
