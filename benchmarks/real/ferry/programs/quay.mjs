// What lives of the host: fares, in the manner of a Go program that reads a file, and tickets, in the manner of a Python one that writes files.
import { openSync, readSync, closeSync, writeFileSync, mkdirSync, readdirSync, unlinkSync } from 'node:fs'
import path from 'node:path'
import { chance, options, pause, python, serve, slog, wordsOf } from './common.mjs'

const LOOK_MS = 30
const CLEAN_EVERY_MS = 15_000

/** Says what a passage costs. `--leaks=yes`: the file of tariffs is opened at each request and not closed. `--probe`: path of its health check. */
export function fares() {
  slog('INFO', 'listening', { addr: `:${options.port}`, version: options.version ?? 'v4.1.0' })
  serve(
    async (route) => {
      if (route === (options.probe ?? '/healthz')) return {}
      if (route.startsWith('/health') || route.startsWith('/ready')) return { status: 404, body: 'not found' }
      try {
        if (options.tariffs) readTariffs()
        await pause(Number(options.lookMs ?? LOOK_MS))
        if (chance(0.004)) throw new Error('tariff of season 7 has no price for bicycles')
        return {}
      } catch (error) {
        slog('ERROR', 'quote', { err: wordsOf(error) })
        return { status: 500, body: `fares: ${wordsOf(error)}` }
      }
    },
    ({ route, status, tookMs }) =>
      status < 400 &&
      !route.startsWith('/health') &&
      !route.startsWith('/ready') &&
      slog('INFO', 'served', { path: route, status, took: `${tookMs}ms` }),
  )
}

function readTariffs() {
  const file = openSync(options.tariffs, 'r')
  readSync(file, Buffer.alloc(64))
  if (options.leaks !== 'yes') closeSync(file)
}

/** Writes each ticket into the spool, from where a cleaner takes those that were fetched. `--cleans=no`: nobody does. */
export async function tickets() {
  mkdirSync(options.spool, { recursive: true })
  python('INFO', 'tickets.main', `spool is ${options.spool}, version ${options.version ?? '6.2'}`)
  let count = 0
  serve(async () => {
    try {
      // A ticket has a page for each leg, and a receipt.
      for (let page = 0; page < Number(options.pages ?? 4); page += 1)
        writeFileSync(path.join(options.spool, `${Date.now()}-${(count += 1)}.page`), '')
      python('INFO', 'tickets.spool', `ticket ${count} spooled`)
      return {}
    } catch (error) {
      python('ERROR', 'tickets.spool', `could not spool ticket: ${wordsOf(error)}`)
      return { status: 500, body: `tickets: ${wordsOf(error)}` }
    }
  })
  while (options.cleans !== 'no') {
    await pause(CLEAN_EVERY_MS)
    const old = readdirSync(options.spool)
    for (const name of old) unlinkSync(path.join(options.spool, name))
    python('INFO', 'tickets.cleaner', `${old.length} fetched pages removed`)
  }
}
