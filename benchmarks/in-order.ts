/**
 * Does all the work, `atOnce` pieces at a time, and hands on each result in the order of the work: the next pieces begin while an earlier one is awaited.
 * `done` counts from 1. Rejects with the first failure of a piece or of `onResult`.
 */
export async function inOrder<Result>(
  work: readonly (() => Promise<Result>)[],
  atOnce: number,
  onResult: (result: Result, done: number) => Promise<void> | void,
): Promise<void> {
  const running: Promise<Result>[] = []
  for (const index of work.keys()) {
    for (const begin of work.slice(running.length, index + atOnce)) running.push(begin())
    const result = running[index]
    if (result) await onResult(await result, index + 1)
  }
}
