// The one test command. Runs the whole suite (twice where a PostgreSQL server is given) and ends with one plain line of counts.
// `--slowest N` also names the N slowest tests; what else is given filters the files.
import { parseArgs } from 'node:util'
import { createVitest } from 'vitest/node'
import { describeSlowest } from './slowest.mjs'

const { values, positionals } = readArguments()
const startedAt = performance.now()
const vitest = await createVitest('test', { watch: false, passWithNoTests: false })
await vitest.start(positionals)

const modules = vitest.state.getTestModules()
const tests = modules.flatMap((module) => [...module.children.allTests()])
const count = (state) => tests.filter((test) => test.result().state === state).length
const brokenModules = modules.filter((module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length).length
const failed = count('failed') + brokenModules + vitest.state.getUnhandledErrors().length
await vitest.close()

process.stdout.write(`${describeSlowest(modules, Number(values.slowest)).join('\n')}\n`)
process.stdout.write(`The run took ${((performance.now() - startedAt) / 1000).toFixed(0)} seconds.\n`)
process.stdout.write(`\n${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped\n`)
process.exit(failed === 0 && tests.length > 0 ? 0 : 1)

function readArguments() {
  try {
    return parseArgs({ options: { slowest: { type: 'string', default: '0' } }, allowPositionals: true })
  } catch (error) {
    process.stderr.write(`${error.message}\nUsage: npm test -- [--slowest N] [part of a path …]\n`)
    process.exit(2)
  }
}
