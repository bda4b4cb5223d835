/** Files that every run names at its end. */
const FILES = 5

/**
 * Lines that say where the time of a run went: seconds for each project, the slowest files (their tests and hooks), and with `tests` > 0 that many
 * slowest tests. `modules` are vitest's test modules after a run. Seconds of several workers add up to more than the run took.
 */
export function describeSlowest(modules, tests) {
  const files = modules.map((module) => ({
    seconds: module.diagnostic().duration / 1000,
    project: module.project.name,
    name: module.relativeModuleId,
  }))
  return [
    `\nSeconds by project: ${[...Map.groupBy(files, ({ project }) => project)].map(sumUp).join(', ')}`,
    `Slowest files (npm test -- --slowest 20 names the slowest tests too):`,
    ...slowest(files, Math.max(FILES, tests)),
    ...(tests > 0 ? ['Slowest tests:', ...slowest(modules.flatMap(timesOfTests), tests)] : []),
  ]
}

function timesOfTests(module) {
  return [...module.children.allTests()].map((test) => ({
    seconds: (test.diagnostic()?.duration ?? 0) / 1000,
    project: module.project.name,
    name: `${module.relativeModuleId}: ${test.name}`,
  }))
}

function slowest(times, count) {
  const first = times.toSorted((a, b) => b.seconds - a.seconds).slice(0, count)
  return first.map(({ seconds, project, name }) => `${seconds.toFixed(1).padStart(7)} s  ${project}  ${name}`)
}

function sumUp([project, files]) {
  return `${project} ${files.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(0)} in ${files.length} files`
}
