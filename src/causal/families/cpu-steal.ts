import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** The machine below gives a virtual machine less processor time than it asks for. */
export const cpuSteal = statedFault({
  mechanism: 'cpu_steal',
  statements: [
    {
      words:
        /\bsteal(?: time)?\b.{0,40}\d{1,3}(?:\.\d{1,2})? ?%|cpu ?credit ?(?:s exhausted|balance(?: is |=)0\b)|stolen by the hypervisor/i,
      source: 'Linux top; AWS burstable instances',
      example: 'steal time is 46 %',
    },
    {
      words: /\b[2-9]\d\.\d st\b|\ball(?:\s{1,12}\d{1,3}\.\d\d){4}\s{1,12}[2-9]\d\.\d\d\b/,
      source: 'top; sar -u, where steal is the fifth',
      example: '%Cpu(s): 21.3 us,  4.0 sy,  0.0 ni,  9.8 id,  0.1 wa,  0.0 hi,  0.3 si, 62.2 st',
    },
    {
      words: /soft lockup - CPU#\d|self-detected stall on CPU/,
      source: 'Linux, in a guest that gets no time',
      example: 'watchdog: BUG: soft lockup - CPU#2 stuck for 23s!',
      isEffect: true,
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
