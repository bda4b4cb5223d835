// A program that has nothing to do with bookings: pictures of the harbour, with the troubles of its own.
import { chance, pause, serve, slog } from './common.mjs'
import { connect } from 'node:net'

const SHOT_MS = 3_000
/** Where the weather office would be; nobody listens there. */
const WEATHER_PORT = 9

export async function webcam() {
  serve(async () => ({}))
  slog('INFO', 'webcam up', { camera: 'pier-2' })
  for (let shot = 1; ; shot += 1) {
    await pause(SHOT_MS)
    if (chance(0.04)) slog('WARN', 'frame dropped', { shot, reason: 'sensor too dark' })
    else if (chance(0.05)) slog('ERROR', 'forecast not read', { err: await weatherWords() })
    else slog('INFO', 'frame stored', { shot, bytes: 40_000 + Math.floor(Math.random() * 9_000) })
  }
}

function weatherWords() {
  return new Promise((resolve) => {
    connect(WEATHER_PORT, '127.0.0.1').on('error', (error) => resolve(error.message))
  })
}
