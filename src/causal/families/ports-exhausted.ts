import { CALLS_FAIL } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A machine has no local port left for another connection to the same place. */
export const portsExhausted = statedFault({
  mechanism: 'ports_exhausted',
  statements: [
    {
      words:
        /[Cc]annot assign requested address|\bEADDRNOTAVAIL\b|ephemeral ports?|port allocation (?:failed|error)|SNAT port|no free ports\b|ErrorPortAllocation/,
      source: 'libc EADDRNOTAVAIL on connect; Azure and AWS gateways',
      example: 'connect() failed (99: Cannot assign requested address) while connecting to upstream',
    },
  ],
  measures: [
    {
      metric: /time_?wait|snat_?port|ErrorPortAllocation|sockstat_TCP_tw/i,
      goes: 'up',
      source: 'node exporter; CloudWatch',
      example: 'node_sockstat_TCP_tw',
    },
  ],
  effects: CALLS_FAIL,
  disprovenBy: 'a new connection from the same machine that succeeds, from',
  remedy: (entity) =>
    byHand('other', `let ${nameIn(entity, 'it')} keep its connections and use them again`, {
      risk: 'Idle connections stay open longer.',
      undo: 'Put the old setting back.',
    }),
})
