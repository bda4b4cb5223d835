/** One way to say that something is about a topic: its pattern, who says it so, and an example. */
export type Words = readonly [pattern: RegExp, source: string, example: string]
