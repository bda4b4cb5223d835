import { describe, expect, it } from 'vitest'
import { answerTo } from './stories/answer.ts'
import { BEHAVIOUR } from './stories/behaviour.ts'
import { CAPACITY } from './stories/capacity.ts'
import { CONTRACTS } from './stories/contracts.ts'
import { DATA_CONTRACTS } from './stories/data-contracts.ts'
import { DOSE } from './stories/dose.ts'
import { FRESH } from './stories/fresh.ts'
import { HIDDEN_COSTS } from './stories/hidden-costs.ts'
import { LAYERS_BELOW } from './stories/layers-below.ts'
import { OPERATIONS } from './stories/operations.ts'
import { QUIET_EDITS } from './stories/quiet-edits.ts'
import { SMALL_EDITS } from './stories/small-edits.ts'
import { shaOf } from './stories/story.ts'

const STORIES = [
  ...CAPACITY,
  ...CONTRACTS,
  ...BEHAVIOUR,
  ...OPERATIONS,
  ...FRESH,
  ...DATA_CONTRACTS,
  ...HIDDEN_COSTS,
  ...LAYERS_BELOW,
  ...SMALL_EDITS,
  ...DOSE,
  ...QUIET_EDITS,
]

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
