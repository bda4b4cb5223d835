import { type Facts, type Held, rowsHeld } from './cite.ts'

/** What a framework says of any exception that nobody caught: it names no place of its own. */
const WRAPPER = /Servlet\.service\(\) for servlet|unhandled exception|Request processing failed|uncaught exception|Internal Server Error/i

/** True for a line in which a framework reports whatever was thrown. */
export function isWrapper({ row }: Held<'log_patterns'>): boolean {
  return WRAPPER.test(row.example)
}

/**
 * Tells lines of a framework that a day without a fault holds at any service: they come and go with single failing requests, so one at another service
 * is no news and places nothing.
 */
export function commonErrors(facts: Facts): (pattern: Held<'log_patterns'>) => boolean {
  const usual = new Set(rowsHeld(facts, 'log_patterns').flatMap(({ row }) => ((row.baselineCount ?? 0) > 0 ? [row.pattern] : [])))
  return (pattern) => isWrapper(pattern) && usual.has(pattern.row.pattern)
}
