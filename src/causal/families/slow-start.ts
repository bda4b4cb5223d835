import { PROGRAM_FAILS } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** New instances need long until they can answer: they get calls before they are ready, or too few are ready. */
export const slowStart = statedFault({
  mechanism: 'slow_start',
  statements: [
    {
      words:
        /[Ss]tarted \w{1,60} in \d{2,4}(?:\.\d+)? seconds|(?:still|not yet) (?:warming up|starting|initiali[sz]ing|loading)|warm-?up (?:not|is not) (?:done|finished|complete)/,
      source: 'Spring Boot; programs',
      example: 'Started OrdersApplication in 95.3 seconds (process running for 97.1)',
      isEffect: true,
    },
    {
      words:
        /[Ss]erver startup in \[?\d{5,9}\]? m|Waiting for changelog lock|INIT_REPORT Init Duration: \d{4,}|[Ss]tartup (?:took|complete after) \d{2,4}\.\d{1,3} ?s|[Mm]odel loading took \d{2,4}\.\d{1,6} seconds/,
      source: 'Tomcat; Liquibase; AWS Lambda; programs; vLLM',
      example: 'Server startup in [143212] milliseconds',
      isEffect: true,
    },
  ],
  measures: [
    {
      metric: /startup_(?:seconds|time|duration)|application_(?:ready|started)_time/i,
      goes: 'up',
      source: 'Micrometer',
      example: 'application_started_time_seconds',
    },
  ],
  effects: PROGRAM_FAILS,
  disprovenBy: 'instances that answer as soon as they are started, of',
  remedy: (entity) =>
    byHand('config_revert', `give ${nameIn(entity, 'it')} a startup probe or a slower rollout, so that calls reach only what is ready`, {
      risk: 'A rollout takes longer.',
      undo: 'Put the old setting back.',
    }),
})
