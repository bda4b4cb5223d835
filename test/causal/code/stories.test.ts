import { describe, expect, it } from 'vitest'
import { answerTo } from './stories/answer.ts'
import { BEHAVIOUR } from './stories/behaviour.ts'
import { CAPACITY } from './stories/capacity.ts'
import { CONTRACTS } from './stories/contracts.ts'
import { FRESH } from './stories/fresh.ts'
import { OPERATIONS } from './stories/operations.ts'
import { shaOf } from './stories/story.ts'

const STORIES = [...CAPACITY, ...CONTRACTS, ...BEHAVIOUR, ...OPERATIONS, ...FRESH]

describe('src/causal/code on invented incidents', () => {
  it.each(STORIES)('answers "$name" with its cause and no bystander', async (story) => {
    const answer = await answerTo(story)

    const { commit, first, remedy } = story.truth
    expect({ commit: answer.commit, first: answer.first, remedy: answer.remedy }).toEqual({
      commit: commit === null ? 'none' : shaOf(story, commit),
      first: first ?? answer.first,
      remedy: remedy ?? answer.remedy,
    })
  })
})
