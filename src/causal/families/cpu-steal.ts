import { OVERLOADED } from './shared/finding.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** The machine below gives a virtual machine less processor time than it asks for. */
export const cpuSteal = statedFault({
  mechanism: 'cpu_steal',
  statements: [
    {
      words: /\bsteal(?: time)?\b.{0,30}\d{1,3} ?%|cpu credits? (?:exhausted|balance is 0)|stolen by the hypervisor/i,
      source: 'Linux top; AWS burstable instances',
      example: 'steal time is 46 %',
    },
  ],
  measures: [
    { metric: /steal|CPUSurplusCredits/i, goes: 'up', source: 'node exporter; CloudWatch', example: 'node_cpu_steal_seconds' },
    { metric: /CPUCreditBalance/i, goes: 'down', source: 'CloudWatch', example: 'CPUCreditBalance' },
  ],
  effects: OVERLOADED,
  disprovenBy: 'a neighbour on the same machine that is not slowed, beside',
  remedy: (entity) =>
    byHand('other', `move ${nameIn(entity, 'it')} to another machine`, {
      risk: 'What runs there is started again elsewhere.',
      undo: 'Move it back.',
    }),
})
