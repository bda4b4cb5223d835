import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** All workers or threads of a program are busy: what comes next waits in a queue, or is turned away. */
export const workerPoolExhausted = statedFault({
  mechanism: 'worker_pool_exhausted',
  statements: [
    {
      words:
        /(?:thread|worker|executor) ?pool (?:is )?(?:exhausted|saturated|full|starv\w+)|RejectedExecution|no (?:free|idle) (?:workers?|threads?)|all (?:workers|threads) (?:\(\d{1,5}\) )?(?:are )?(?:currently )?busy|waiting for (?:an )?available (?:thread|worker)/i,
      source: 'Java executors; .NET; application servers',
      example: 'thread pool exhausted: active_threads=200 max_threads=200',
      isEffect: true,
    },
    {
      words:
        /reached (?:pm\.)?max_children|server reached MaxRequestWorkers|worker_connections are not enough|uwsgi listen queue.{0,40}full|listen queue of socket .{1,80}full/i,
      source: 'php-fpm; Apache; nginx; uWSGI',
      example: 'server reached MaxRequestWorkers setting, consider raising it',
    },
    {
      words: /seems busy \(you may need to increase pm\.|Task queue depth is [1-9]|\bWORKER TIMEOUT\b/,
      source: 'php-fpm; waitress; gunicorn',
      example: 'Task queue depth is 41',
      isEffect: true,
    },
  ],
  measures: [
    {
      metric: /threads?_(?:busy|active)|workers?_(?:busy|active)|(?:executor|pool)_(?:active|queue\w{0,8})|busy_workers/i,
      goes: 'up',
      source: 'Tomcat; Apache and php-fpm exporters',
      example: 'tomcat_threads_busy_threads',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'workers that are free while calls wait, in',
  remedy: (entity) =>
    byHand('scale', `find what the workers of ${nameIn(entity, 'it')} wait for, and add replicas if it is only load`, {
      risk: 'More replicas load what they call.',
      undo: 'Go back to the old number.',
    }),
})
