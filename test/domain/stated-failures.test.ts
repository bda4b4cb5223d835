import { describe, expect, it } from 'vitest'
import { STATED_FAILURES, statedFailureIn } from '../../src/domain/stated-failures.ts'

/** Further wordings of the sources that a row names. */
const ALSO: readonly (readonly [kind: string, text: string])[] = [
  ['crash', 'Traceback (most recent call last):\n  File "a.py", line 1\nZeroDivisionError: division by zero'],
  ['crash', 'Exception in thread "main" java.lang.IllegalStateException: no queue'],
  ['crash', "thread 'main' panicked at src/main.rs:7:5:"],
  ['crash', '/app/server: Segmentation fault (core dumped)'],
  ['executable_missing', 'sh: 1: wge: not found'],
  ['executable_missing', 'OCI runtime create failed: exec: "wge": executable file not found in $PATH: unknown'],
  ['permission_denied', 'Error: EACCES: permission denied, open "/data/x"'],
  ['cannot_bind', 'nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)'],
  ['cannot_bind', 'Error: listen EACCES: permission denied 0.0.0.0:80'],
  ['cannot_bind', 'Failed to bind to port 80'],
  ['address_in_use', 'Error: listen EADDRINUSE: address already in use :::3000'],
  ['no_space', 'write /data/wal: no space left on device'],
  ['out_of_memory', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  ['setting_missing', "KeyError: 'ORDERS_DSN'"],
  ['setting_missing', 'DEPLOY_ENV is undefined'],
  ['setting_missing', 'Environment variable ORDERS_DSN is not set'],
  ['setting_missing', 'ORDERS_DSN must be set'],
  ['setting_missing', "Could not resolve placeholder 'orders.dsn' in value"],
  ['setting_invalid', 'error: unrecognized arguments: --prot'],
  ['setting_invalid', 'unknown flag: --prot'],
  ['authentication_failed', "Access denied for user 'orders'@'10.0.0.7' (using password: YES)"],
  ['file_missing', "Error: ENOENT: no such file or directory, open '/etc/orders/config.yaml'"],
  ['library_missing', "ModuleNotFoundError: No module named 'orders'"],
]

/** Sentences with such words in which nothing failed, or only a call to somebody else. */
const NOTHING_FAILED = [
  'the panic button is new in this release',
  'retrying after connection refused',
  'read timed out',
  'checking permissions of /data',
  'memory usage is 80 %',
  'no errors, space left: 12 GB',
  'port 8080 is free',
  'user logged in with password authentication',
  'certificate expires in 30 days',
  'executable found at /usr/bin/env',
  'loaded configuration file /etc/orders.yaml',
  'flag new-checkout is not enabled',
  'GET /not-found 404',
  'ORDER_ID is 7731',
  'handled exception in retry loop, will try again',
  'upload is not required',
  'ORDERS_DSN is set to the test database',
  'ORDERS_DSN is defined',
  'dumped 12 core metrics',
  'service not found in cache, asking the registry',
]

describe('src/domain/stated-failures', () => {
  it.each(STATED_FAILURES)('reads $kind as $source write it', ({ kind, example }) => {
    expect(statedFailureIn(example)).toBe(kind)
  })

  it.each(ALSO)('reads %s in: %s', (kind, text) => {
    expect(statedFailureIn(text)).toBe(kind)
  })

  it.each(NOTHING_FAILED)('states no failure in: %s', (text) => {
    expect(statedFailureIn(text)).toBeNull()
  })
})
