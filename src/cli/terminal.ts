import process from 'node:process'
import { showable, showableJson } from '../domain/showable.ts'

// The one way to the terminal: a name of a file or a message of a parser may hold a sequence that moves the cursor or sets a title.

/** For people, as it stands, with a line break behind it. */
export function printText(text: string): void {
  process.stdout.write(`${showable(text)}\n`)
}

/** For programs: the same value when it is parsed again. */
export function printJson(value: unknown, indent = 0): void {
  process.stdout.write(`${showableJson(JSON.stringify(value, null, indent))}\n`)
}

/** What a person has to know beside the result. */
export function tell(text: string): void {
  process.stderr.write(`${showable(text)}\n`)
}
