import { WORDS_OF_PROGRAMS } from './words-of-programs.ts'
import { WORDS_OF_SURROUNDINGS } from './words-of-surroundings.ts'

/** What log records, alerts, events and spans say. Any of the words of a topic is enough; a text may be about several. */
export const TOPIC_WORDS = { ...WORDS_OF_PROGRAMS, ...WORDS_OF_SURROUNDINGS }

/** What a symptom is about: coarser than a message, finer than "error"; it is what a cause can be asked for. */
export type Topic = keyof typeof TOPIC_WORDS
