import { CALLS_FAIL } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** The table of connections of a machine is full: packets of new ones are dropped. */
export const conntrackFull = statedFault({
  mechanism: 'conntrack_full',
  statements: [
    {
      words:
        /(?:nf_|ip_)?conntrack: (?:nf_conntrack: )?table full|conntrack table (?:is )?full|conntrack.{0,40}(?:exhausted|insert.?failed)/i,
      source: 'Linux kernel',
      example: 'nf_conntrack: table full, dropping packet',
    },
    {
      words:
        /conntrack_count \d{1,9} has reached|CT: Map insertion failed|conntrack map is full|conntrack_allowance_exceeded: [1-9]|insert_failed=[1-9]\d{0,12} drop=[1-9]/,
      source: 'node checks; Cilium; ethtool on AWS; conntrack -S',
      example: 'conntrack_allowance_exceeded: 4123',
    },
  ],
  measures: [
    {
      metric: /conntrack\w{0,20}(?:entries|count|used|insert_failed|drop)/i,
      goes: 'up',
      source: 'node exporter',
      example: 'node_nf_conntrack_entries',
    },
  ],
  effects: CALLS_FAIL,
  disprovenBy: 'room in the table of connections of',
  remedy: (entity) =>
    byHand('other', `raise net.netfilter.nf_conntrack_max on ${nameIn(entity, 'it')}, and find who opens so many connections`, {
      risk: 'The table uses more memory.',
      undo: 'Set the old size again.',
    }),
})
