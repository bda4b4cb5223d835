// The one test command. Runs the whole suite (twice where a PostgreSQL server is given) and ends with one plain line of counts.
import { createVitest } from 'vitest/node'

const filters = process.argv.slice(2)
const vitest = await createVitest('test', { watch: false, passWithNoTests: false })
await vitest.start(filters)

const modules = vitest.state.getTestModules()
const tests = modules.flatMap((module) => [...module.children.allTests()])
const count = (state) => tests.filter((test) => test.result().state === state).length
const brokenModules = modules.filter((module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length).length
const failed = count('failed') + brokenModules + vitest.state.getUnhandledErrors().length
await vitest.close()

process.stdout.write(`\n${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped\n`)
process.exit(failed === 0 && tests.length > 0 ? 0 : 1)
