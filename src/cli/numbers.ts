import { InvalidArgumentError } from 'commander'

/** A whole number as an option gives it. Throws commander's error, which says what is wrong, for anything else. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is needed')
  return Number(text)
}

/** Reads a whole number between two, both allowed. */
export function wholeNumberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const count = wholeNumber(text)
    if (count < least || count > most) throw new InvalidArgumentError(`between ${least} and ${most}`)
    return count
  }
}
