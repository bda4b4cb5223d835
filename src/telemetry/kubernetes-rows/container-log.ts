/** The lines of one container's log, with the file and line where they begin, and what the text around them says of their origin. */
export interface ContainerLog {
  readonly file: string
  /** Byte of the file at which this part begins, from which its lines are counted; 0 for one that begins with the file. */
  readonly fromByte: number
  /** Number in the file of the line before the first. */
  readonly linesBefore: number
  readonly lines: readonly string[]
  readonly namespace: string | null
  readonly pod: string | null
  readonly container: string | null
  /** True for the log of the container that ran before the last restart. */
  readonly isPrevious: boolean
}

/** What kubectl writes in place of a log that it could not read. */
const REFUSED = /^Request log error: |^unable to retrieve container logs|^Error from server|^failed to get log stream: /

/** A log that could not be had is no log of the program. */
export function isRefusedLog({ lines }: Pick<ContainerLog, 'lines'>): boolean {
  return lines.filter((line) => line.trim() !== '').every((line) => REFUSED.test(line))
}
