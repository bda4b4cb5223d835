import { CALLS_FAIL } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A clock runs ahead or behind: tokens and signatures of its machine are not accepted elsewhere. */
export const clockSkew = statedFault({
  mechanism: 'clock_skew',
  statements: [
    {
      words:
        /token used before (?:issued|valid)|nbf.{0,20}(?:future|claim)|\biat\b.{0,30}future|clock (?:skew|drift|offset|is ahead|is behind)/i,
      source: 'JWT libraries; chrony; databases',
      example: 'token used before issued (nbf in future)',
    },
    {
      words:
        /RequestTimeTooSkewed|Clock skew too great|Signature (?:not yet current|expired)|clocks? (?:are|is) (?:not synchroni[sz]ed|unsynchroni[sz]ed)/i,
      source: 'S3; Kerberos; AWS signatures; etcd',
      example: 'The difference between the request time and the server time is too large: RequestTimeTooSkewed',
    },
    {
      words: /chronyd.{0,40}(?:exit|stop|fail|no (?:selectable|suitable) source)|ntpd.{0,40}(?:exit|stop|fail|panic)|Can't synchroni[sz]e/i,
      source: 'chrony; ntpd',
      example: 'chronyd exited, clock discipline stopped',
    },
    {
      words:
        /(?:chronyd|ntpd|timesyncd).{0,20}no reply|clocksource .{0,200}(?:unstable|skew)|kernel reports TIME_ERROR|System clock wrong by|(?:Forward|Backward) time jump detected|time correction of \d{1,9} seconds exceeds sanity limit|clock synchronization error/,
      source: 'chronyd; ntpd; Linux; CockroachDB',
      example: 'System clock wrong by -412.311123 seconds',
    },
    {
      words: /token is not (?:valid yet|yet valid)|difference between the request time and the (?:current|server) time is too large/,
      source: 'JWT libraries; S3',
      example: 'token is not valid yet',
    },
  ],
  measures: [
    {
      metric: /clock_skew|time_?offset|ntp_offset|timex_offset|clock_offset/i,
      goes: 'up',
      source: 'node exporter; chrony exporter',
      example: 'node_timex_offset_seconds',
    },
  ],
  effects: CALLS_FAIL,
  disprovenBy: 'a clock that agrees with a reference, at',
  remedy: (entity) =>
    byHand('other', `start the time service of ${nameIn(entity, 'it')} again and step its clock to the reference`, {
      risk: 'Programs that measure with this clock see it jump.',
      undo: 'Nothing to undo, the clock is right.',
    }),
})
