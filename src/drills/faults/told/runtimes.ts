import type { ToldFault } from './told-fault.ts'

/** Programs that grow, stand still, or take long to begin. Words: the products' sources and manuals. */
export const RUNTIME_FAULTS: readonly ToldFault[] = [
  {
    name: 'memory_grows',
    bites: 'service',
    how: 'slows',
    answers: [],
    hasGrowingMemory: true,
    voices: [
      {
        source: 'Node, EventEmitter',
        level: 'WARN',
        everySeconds: 60,
        language: 'nodejs',
        lines: [
          '(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 finish listeners added to [Socket]. MaxListeners is 10. Use emitter.setMaxListeners() to increase limit',
        ],
      },
      {
        source: 'Netty, ResourceLeakDetector',
        level: 'ERROR',
        everySeconds: 40,
        language: 'java',
        lines: [
          "LEAK: ByteBuf.release() was not called before it's garbage-collected. See https://netty.io/wiki/reference-counted-objects.html for more information.",
        ],
      },
      {
        source: 'Tomcat, WebappClassLoaderBase',
        level: 'WARN',
        everySeconds: 90,
        language: 'java',
        lines: [
          'The web application [ROOT] appears to have started a thread named [poller-{n}] but has failed to stop it. This is very likely to create a memory leak.',
        ],
      },
      {
        source: 'Celery, billiard and gunicorn',
        level: 'WARN',
        everySeconds: 60,
        language: 'python',
        lines: [
          'child process exceeding memory limit ({growing}KiB / 204800KiB)',
          'worker rss grew to {growing} MB since start, no request in flight',
        ],
      },
      {
        source: 'a program that looks at itself',
        level: 'WARN',
        everySeconds: 45,
        lines: ['heap in use {growing} MB, up 41 MB in the last minute', 'memory usage is growing: rss={growing}MiB soft_limit=2048MiB'],
      },
      {
        source: 'PM2',
        level: '',
        everySeconds: 60,
        lines: [
          'PM2        | [PM2][WORKER] Process 0 restarted because it exceeds --max-memory-restart value (current_memory={millions}00 max_memory_limit={millions}00 [octets])',
        ],
      },
    ],
  },
  {
    name: 'slow_start',
    bites: 'service',
    how: 'slows',
    answers: [],
    hasRestart: true,
    voices: [
      {
        source: 'Spring Boot, StartupInfoLogger',
        level: 'INFO',
        everySeconds: 400,
        language: 'java',
        measure: { name: 'application_ready_time_seconds', calm: 9, bad: 143 },
        lines: ['{time}  INFO 1 --- [main] c.e.Application : Started Application in 143.{hundreds} seconds (process running for 145.9)'],
      },
      {
        source: 'Tomcat, Catalina',
        level: 'INFO',
        everySeconds: 400,
        language: 'java',
        lines: ['INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [14{n}212] milliseconds'],
      },
      {
        source: 'Liquibase',
        level: 'INFO',
        everySeconds: 10,
        language: 'java',
        lines: ['liquibase.lockservice: Waiting for changelog lock....'],
      },
      {
        source: 'a program that warms up',
        level: 'WARN',
        everySeconds: 20,
        lines: ['still warming up after {tens}s, answering from a cold start', 'startup took 13{n}.4s (expected < 20s)'],
      },
      {
        source: 'AWS Lambda, INIT_REPORT',
        level: '',
        everySeconds: 60,
        lines: ['INIT_REPORT Init Duration: 9999.{hundreds} ms	Phase: init	Status: timeout'],
      },
      {
        source: 'an inference server',
        level: 'INFO',
        everySeconds: 400,
        language: 'python',
        lines: ['Model loading took 13{n}.{hundreds} seconds', 'Application startup complete after 14{n}.2 seconds.'],
      },
    ],
  },
  {
    name: 'long_collections',
    bites: 'service',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'OpenJDK unified logging, G1',
        level: '',
        everySeconds: 12,
        language: 'java',
        measure: { name: 'jvm_gc_pause_seconds_max', calm: 0.02, bad: 4.1 },
        lines: ['[{uptime}s][info][gc] GC({hundreds}) Pause Full (G1 Compaction Pause) 4012M->3988M(4096M) {thousands}.{hundreds}ms'],
      },
      {
        source: 'OpenJDK 8, -XX:+PrintGCDetails',
        level: '',
        everySeconds: 12,
        language: 'java',
        lines: [
          '{uptime}: [Full GC (Allocation Failure) 4012M->3988M(4096M), {n}.{hundreds}4567 secs]',
          'Total time for which application threads were stopped: {n}.{hundreds}4567 seconds, Stopping threads took: 0.0001223 seconds',
        ],
      },
      {
        source: 'Elasticsearch, JvmGcMonitorService',
        level: 'WARN',
        everySeconds: 12,
        language: 'java',
        lines: [
          '[{iso}][WARN ][o.e.m.j.JvmGcMonitorService] [{self}-0] [gc][{pid}] overhead, spent [{n}.2s] collecting in the last [{n}.9s]',
        ],
      },
      {
        source: 'Cassandra, GCInspector',
        level: 'WARN',
        everySeconds: 15,
        language: 'java',
        lines: [
          'WARN  [Service Thread] {comma} GCInspector.java:294 - G1 Old Generation GC in {thousands}ms.  G1 Old Gen: 4012990464 -> 3988990464;',
        ],
      },
      {
        source: 'Hadoop, JvmPauseMonitor',
        level: 'WARN',
        everySeconds: 20,
        language: 'java',
        lines: ['util.JvmPauseMonitor: Detected pause in JVM or host machine (eg GC): pause of approximately {thousands}ms'],
      },
      {
        source: 'Node, --trace-gc',
        level: '',
        everySeconds: 8,
        language: 'nodejs',
        lines: [
          '[1:0x{hex}]  {pid}412 ms: Mark-sweep 1012.1 (1044.2) -> 1010.9 (1043.7) MB, {thousands}.5 / 0.0 ms  (average mu = 0.112, current mu = 0.041) allocation failure; scavenge might not succeed',
        ],
      },
      {
        source: 'Go, GODEBUG=gctrace=1',
        level: '',
        everySeconds: 6,
        language: 'go',
        lines: [
          'gc {thousands} @{uptime}s 41%: 0.1+{thousands}+0.2 ms clock, 0.8+{thousands}/812/0+1.2 ms cpu, 512->512->498 MB, 520 MB goal, 8 P',
        ],
      },
      {
        source: 'OpenJDK, ZGC',
        level: '',
        everySeconds: 10,
        language: 'java',
        lines: ['[{uptime}s][info][gc] Allocation Stall (http-nio-8080-exec-{n}) {thousands}.345ms'],
      },
    ],
  },
]
