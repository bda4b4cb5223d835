import type { Argument } from '../../../domain/evidence.ts'
import type { Observation } from './observation.ts'

/** Longest text of an argument in characters; the quote itself is shown beside it. */
const MAX_TEXT_CHARACTERS = 160

/** The observations as arguments, at most `limit`, without repeating a text. */
export function argumentsOf(observations: readonly Observation[], limit: number): readonly Argument[] {
  const unique = [...new Map(observations.map((observation) => [observation.text, observation])).values()]
  return unique.slice(0, limit).map((observation) => ({ text: sentenceOf(observation), citations: observation.citations }))
}

function sentenceOf({ entity, text, departure, source }: Observation): string {
  const name = entity.split('/').at(-1) ?? entity
  if (departure !== null) return `${text} of ${name} went from ${short(departure.from)} to ${short(departure.to)}`
  return `${source === 'alert' ? 'alert on' : ''} ${name}: ${text}`.trim().slice(0, MAX_TEXT_CHARACTERS)
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toString()
}
