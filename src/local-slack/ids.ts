import { createHash } from 'node:crypto'

/** Slack's ids are a letter or two and about ten capitals and digits; the last characters of a fresh id are the ones that differ. */
const ID_LENGTH = 11

/** Makes a Slack-shaped id such as `Ev0C3F…` from a fresh id of any shape. */
export function slackId(prefix: string, fresh: string): string {
  return (
    prefix +
    fresh
      .replaceAll(/[^0-9a-z]/gi, '')
      .toUpperCase()
      .slice(-ID_LENGTH)
      .padStart(ID_LENGTH, '0')
  )
}

/** Picks one of `count` by a fresh id, so that a test with fixed ids gets a fixed choice. `count` is at least 1. */
export function pickIndex(fresh: string, count: number): number {
  return createHash('sha256').update(fresh).digest().readUInt32BE(0) % count
}
