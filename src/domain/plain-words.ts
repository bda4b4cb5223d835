/** Characters of one sentence about an action; ours are far shorter. */
const MAX_CHARACTERS = 400
/** Letters, digits and the marks of a sentence: nothing that a shell, a link, a mention or a control sequence is made of. */
const SENTENCE = /^[\p{L}\p{M}\p{N} .,:'’“”()/\-_=[\]%+…*]+$/u

/** True for a sentence of plain words and validated names, such as what an action says of itself. Never throws. */
export function isPlainWords(text: string): boolean {
  return text.length <= MAX_CHARACTERS && !text.includes('://') && SENTENCE.test(text)
}
