import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A machine has less memory than its programs use: it swaps, and everything on it is slow. */
export const swapping = statedFault({
  mechanism: 'swapping',
  statements: [
    {
      words:
        /page allocation failure|kswapd\d|swap (?:usage|space|is).{0,30}(?:full|high|\d{2,3}(?:\.\d{1,2})? ?%|exhausted)|Free swap\s{0,4}= 0kB/i,
      source: 'Linux kernel; node agents',
      example: 'swap usage is 98 %',
    },
    {
      words: /swap free:\s{1,8}\d{1,6} of \d{1,8} MiB \( ?[0-9]\.|pswpout\/s\s{1,8}\d{3,}|swap used (\S{1,12}) of \1/,
      source: 'earlyoom; sar -W; systemd-oomd',
      example: 'mem avail:    98 of 15990 MiB ( 0.62%), swap free:   12 of 2047 MiB ( 0.59%)',
    },
  ],
  measures: [
    {
      metric: /swap\w{0,20}(?:used|in|out)|pswp(?:in|out)|SwapUsage|major_?page_?faults|pgmajfault/i,
      goes: 'up',
      source: 'node exporter; CloudWatch',
      example: 'node_vmstat_pswpin',
    },
    {
      metric: /swap\w{0,20}free|MemAvailable|FreeableMemory/i,
      goes: 'down',
      source: 'node exporter; CloudWatch',
      example: 'node_memory_MemAvailable_bytes',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'memory that is free on the machine of',
  remedy: (entity) =>
    byHand('other', `find what uses most memory beside ${nameIn(entity, 'it')}, and move or limit it`, {
      risk: 'What is moved is started again.',
      undo: 'Move it back.',
    }),
})
