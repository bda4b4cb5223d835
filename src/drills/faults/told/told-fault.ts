/** What the program or host that is struck writes of its fault, as one product words it. */
export interface Voice {
  /** Product and the message's place in it, for whoever checks the words. */
  readonly source: string
  /** Empty where the product sends none. */
  readonly level: 'ERROR' | 'WARN' | 'INFO' | ''
  readonly everySeconds: number
  /** Written in turn. Words in braces are filled by `fill-line.ts`. */
  readonly lines: readonly string[]
  /** What callers get, where their library says something of its own to exactly this; otherwise one of the fault's `answers`. */
  readonly answer?: string
  /** A runtime that writes such lines; the fault strikes a service of it where there is one. */
  readonly language?: 'go' | 'java' | 'nodejs' | 'python' | 'dotnet' | 'rust'
  /** What the product's exporter measures of it. */
  readonly measure?: Measure
}

/** A gauge of the struck thing: `calm` before onset, then `bad`, and more by `perSecond` where it grows. Others of its kind stay calm. */
export interface Measure {
  /** As the exporter writes it. */
  readonly name: string
  readonly calm: number
  readonly bad: number
  readonly perSecond?: number
}

/** A fault that states itself: one row of a table. */
export interface ToldFault {
  /** Of the kind of drill, and of the mechanism. */
  readonly name: string
  /** What it strikes: a database, a broker, a worker, a service in the middle, or a machine with all that runs on it. */
  readonly bites: 'database' | 'broker' | 'worker' | 'service' | 'node'
  /**
   * `fails`: a part of what it serves fails; `refuses`: a part of the calls is turned away on the way to it; `hangs`: a part of them never
   * arrives, and callers wait until they give up; `slows`: everything waits.
   */
  readonly how: 'fails' | 'refuses' | 'hangs' | 'slows'
  readonly voices: readonly Voice[]
  /** What callers get of a call that fails; empty where they only wait, and time out in words of their own. */
  readonly answers: readonly string[]
  readonly needs?: readonly 'flags'[]
  /** The process grows until the end of the recording, and stays below its limit. */
  readonly hasGrowingMemory?: true
  /** What is wrong is the certificate that it shows. */
  readonly hasCertificate?: true
  /** It begins with new pods of the same version. */
  readonly hasRestart?: true
}
