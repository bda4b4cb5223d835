import type { Model, ModelReply, ModelRequest } from '../agent/model.ts'
import type { Turn } from '../agent/run-state.ts'
import type { ModelPorts } from '../investigation/model-ports.ts'
import type { Handlers } from './pooled-process.ts'
import type { Link } from './serve.ts'

// A model is asked by the program, which has the keys; the process of a run has only this link. Both halves stand here, so that they agree.

/** What a process is told of a model: plain values. */
export interface SentModel extends Pick<ModelPorts, 'prompts' | 'marker' | 'limits' | 'price' | 'recorded'> {
  readonly name: string
}

export function sendModel({ model, prompts, marker, limits, price, recorded }: ModelPorts, since: readonly Turn[] = []): SentModel {
  return { name: model.name, prompts, marker, limits, price, recorded: [...recorded, ...since] }
}

/** What the program answers a process about its model. `onTurn` is told of each turn that was stored. */
export function modelHandlers(ports: () => ModelPorts | null, onTurn: (turn: Turn) => void = () => undefined): Handlers {
  const opened = () => {
    const model = ports()
    if (model === null) throw new Error('there is no model')
    return model
  }
  return {
    'model-respond': (request: ModelRequest, signal) =>
      opened().model.respond(request, { signal: AbortSignal.any([signal, opened().signal]) }),
    'model-turn': async (turn: Turn) => {
      await opened().recordTurn(turn)
      onTurn(turn)
    },
    'model-end': (end: Parameters<ModelPorts['onEnd']>[0]) => opened().onEnd(end),
    'model-similar': (text: string) => opened().findSimilar(text),
    'model-runbooks': (text: string) => opened().searchRunbooks(text),
  }
}

/** The model as a run in a process sees it. */
export function linkModel({ name, ...sent }: SentModel, link: Link, { clock, wait }: Pick<ModelPorts, 'clock' | 'wait'>): ModelPorts {
  const model: Model = { name, respond: (request, { signal }) => link.ask('model-respond', request, signal) as Promise<ModelReply> }
  return {
    ...sent,
    model,
    clock,
    wait,
    signal: link.signal,
    recordTurn: async (turn) => void (await link.ask('model-turn', turn)),
    onEnd: (end) => link.tell('model-end', end),
    findSimilar: (text) => link.ask('model-similar', text) as ReturnType<ModelPorts['findSimilar']>,
    searchRunbooks: (text) => link.ask('model-runbooks', text) as ReturnType<ModelPorts['searchRunbooks']>,
  }
}
