import type { Steps } from './steps.ts'

export interface Loops {
  /** Every place that a text can lead to, each with the shortest text there, as atoms. */
  readonly reached: ReadonlyMap<number, { readonly from: number | null; readonly atom: number }>
  /** The loop that a place belongs to; undefined when no text leads back to it. */
  readonly loopOf: ReadonlyMap<number, number>
  readonly members: readonly (readonly number[])[]
  /** Whether an attempt that got into the loop cannot fail: from there on it is never more than a fixed number of characters past a match. */
  readonly isSure: (loop: number) => boolean
}

/** The loops of a search: the parts of its graph in which every place leads to every other. */
export function loopsOf(steps: Steps): Loops {
  const reached = reachedFrom(steps)
  const next = (id: number): ReadonlySet<number> => steps.next(id)
  const components = componentsOf([...reached.keys()], next)
  const componentOf = new Map(components.flatMap((component, index) => component.map((id) => [id, index] as const)))
  const isLoop = components.map((component) => isCycle(component, next))
  const isWaiting = (id: number): boolean => !steps.mayEnd(id)
  const waiting = componentsOf([...reached.keys()].filter(isWaiting), (id) => new Set([...next(id)].filter(isWaiting)))
  const endless = new Set(waiting.filter((component) => isCycle(component, next)).flat())
  // Components come with every component that they lead to before them.
  const isSure: boolean[] = []
  for (const [index, component] of components.entries()) {
    const beyond = component.flatMap((id) => [...next(id)]).map((id) => componentOf.get(id) ?? index)
    isSure[index] = !component.some((id) => endless.has(id)) && beyond.every((other) => other === index || isSure[other])
  }
  const loopOf = new Map([...componentOf].filter(([, component]) => isLoop[component]))
  return { reached, loopOf, members: components, isSure: (loop) => isSure[loop] ?? false }
}

function isCycle(component: readonly number[], next: (id: number) => ReadonlySet<number>): boolean {
  return component.length > 1 || component.some((id) => next(id).has(id))
}

function reachedFrom(steps: Steps): Map<number, { from: number | null; atom: number }> {
  const reached = new Map<number, { from: number | null; atom: number }>([[steps.begin, { from: null, atom: -1 }]])
  // A Map is walked in the order of its entries, those added on the way included.
  for (const [id] of reached) {
    for (let atom = 0; atom < steps.atoms; atom++) {
      for (const to of steps.after(id, atom)) if (!reached.has(to)) reached.set(to, { from: id, atom })
    }
  }
  return reached
}

/** Strongly connected parts (Tarjan's algorithm, without recursion), each after those that it leads to. */
function componentsOf(ids: readonly number[], next: (id: number) => ReadonlySet<number>): readonly (readonly number[])[] {
  const order = new Map<number, number>()
  const low = new Map<number, number>()
  const stack: number[] = []
  const onStack = new Set<number>()
  const components: number[][] = []
  for (const root of ids) {
    if (order.has(root)) continue
    const calls = [open(root)]
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { id, targets } = call
      const { value: to, done } = targets.next()
      if (!done && !order.has(to)) calls.push(open(to))
      else if (!done) {
        if (onStack.has(to)) low.set(id, Math.min(low.get(id) ?? 0, order.get(to) ?? 0))
      } else close(calls)
    }
  }
  return components

  function open(id: number) {
    order.set(id, order.size)
    low.set(id, order.size - 1)
    stack.push(id)
    onStack.add(id)
    return { id, targets: next(id).values() }
  }

  function close(calls: ReturnType<typeof open>[]): void {
    const id = calls.pop()?.id ?? 0
    const above = calls.at(-1)?.id
    if (above !== undefined) low.set(above, Math.min(low.get(above) ?? 0, low.get(id) ?? 0))
    if (low.get(id) !== order.get(id)) return
    const component = stack.splice(stack.lastIndexOf(id))
    for (const member of component) onStack.delete(member)
    components.push(component)
  }
}
