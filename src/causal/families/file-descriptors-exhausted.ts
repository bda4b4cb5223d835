import { PROGRAM_FAILS } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A program has as many files and sockets open as it may: it can open no other. */
export const fileDescriptorsExhausted = statedFault({
  mechanism: 'too_many_open_files',
  statements: [
    {
      words: /[Tt]oo many open files|\bEMFILE\b|\bENFILE\b|file descriptor limit|RLIMIT_NOFILE/,
      source: 'libc EMFILE and ENFILE',
      example: 'accept4(): too many open files',
      isEffect: true,
    },
  ],
  measures: [
    {
      metric: /open_?fds?\b|fd_(?:used|open)|open_file_descriptors|open_files/i,
      goes: 'up',
      source: 'Prometheus client libraries; JVM',
      example: 'process_open_fds',
    },
  ],
  effects: PROGRAM_FAILS,
  disprovenBy: 'descriptors that are free in',
  remedy: (entity) =>
    byHand('restart', `start ${nameIn(entity, 'it')} again for now, and look for what it opens and never closes`, {
      risk: 'What it was doing is interrupted.',
      undo: 'Nothing to undo, it comes up as it was.',
    }),
})
