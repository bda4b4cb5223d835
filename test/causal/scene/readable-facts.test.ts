import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { rowsHeld } from '../../../src/causal/scene/cite.ts'
import { MAX_MESSAGE_CHARACTERS } from '../../../src/domain/message-length.ts'
import { factsOf, minute, OVERVIEW } from '../../support/facts.ts'

const LINE = `timeout ${'lorem ipsum '.repeat(10_000)} deadlock`

function scene() {
  const row = { entity: 'shop/Service/quotes', pattern: 'timeout <*>', severity: 'error', incidentCount: 3, baselineCount: 0 } as const
  return buildScene(factsOf({ overview: [OVERVIEW], log_patterns: [{ ...row, firstAt: minute(19), lastAt: null, example: LINE }] }))
}

describe('src/causal/readable-facts', () => {
  it('lets no pattern of the engine see more of a message than its first page', () => {
    const seen = scene()

    expect(rowsHeld(seen.facts, 'log_patterns').map(({ row }) => row.example.length)).toEqual([MAX_MESSAGE_CHARACTERS])
    expect(seen.symptoms.map(({ said, about }) => [said.length, [...about]])).toEqual([[MAX_MESSAGE_CHARACTERS, ['deadline']]])
  })
})
