import { formatEntity } from '../../domain/entity.ts'
import { type FaultKind, singleCause } from './fault.ts'
import { calmNode } from './node-loss.ts'

const LOSS_RATIO = 0.5

/** The network card of one node loses packets: whoever talks to its pods, or from them, waits for what is sent again. */
export const nodeNetworkLoss: FaultKind = {
  name: 'node_network_loss',
  plan(context) {
    const { at } = context
    const node = calmNode(context)
    return singleCause(context, {
      mechanism: 'node_network_loss',
      entities: () => [formatEntity('_cluster', 'Node', node)],
      steps: [
        {
          at,
          apply: (now) =>
            void now.network.push({
              from: at,
              to: Number.POSITIVE_INFINITY,
              // Pods of one node talk without its card.
              matches: ({ caller, callee }) => (caller.run.node === node) !== (callee?.run.node === node),
              lossRatio: LOSS_RATIO,
              losesAt: node,
            }),
        },
      ],
    })
  },
}
