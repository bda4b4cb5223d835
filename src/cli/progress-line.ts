import { SingleBar } from 'cli-progress'
import type { Progress } from '../domain/investigation.ts'
import { showableLine } from '../domain/showable.ts'

export interface ProgressLine {
  readonly show: (progress: Progress) => void
  /** Safe to call twice. */
  readonly end: () => void
}

/** Progress for a person: a bar on a terminal, otherwise one plain line each time that what is being done changes. */
export function createProgressLine(stream: NodeJS.WriteStream): ProgressLine {
  return stream.isTTY ? createBar(stream) : createPlainLines(stream)
}

function createBar(stream: NodeJS.WriteStream): ProgressLine {
  const bar = new SingleBar({ stream, format: '{bar} {value}/{total} {doing}', hideCursor: true, clearOnComplete: true, barsize: 20 })
  let isRunning = false
  return {
    show(progress) {
      if (isRunning) bar.setTotal(progress.total)
      else bar.start(progress.total, progress.done, { doing: wordsOf(progress) })
      isRunning = true
      bar.update(progress.done, { doing: wordsOf(progress) })
    },
    end() {
      if (isRunning) bar.stop()
      isRunning = false
    },
  }
}

function createPlainLines(stream: NodeJS.WriteStream): ProgressLine {
  let last = ''
  return {
    show(progress) {
      const words = wordsOf(progress)
      if (words !== last) stream.write(`${words}\n`)
      last = words
    },
    end: () => undefined,
  }
}

function wordsOf({ doing, leading }: Progress): string {
  return showableLine(leading === null ? doing : `${doing} (suspect: ${leading.entity}, ${leading.mechanism})`)
}
