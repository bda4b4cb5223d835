import type { ConfidenceWord } from '../domain/diagnosis.ts'

/** Short forms that people write in capitals; everything else in a mechanism's name is an ordinary word. */
const CAPITALS = new Set(['dns', 'oom', 'cpu', 'tls', 'pvc', 'hpa', 'pdb', 'api', 'url', 'http', 'ip', 'sql', 'db', 'id'])

/** `env_address_invalid` as people say it: `env address invalid`; known short forms in capitals. */
export function mechanismWords(mechanism: string): string {
  return mechanism
    .split(/[_\s]+/)
    .map((word) => (CAPITALS.has(word) ? word.toUpperCase() : word))
    .join(' ')
}

/** `verified (0.93)`: the word first, because the number alone says nothing about what was checked. */
export function confidenceText(word: ConfidenceWord, confidence: number): string {
  return `${word} (${confidence.toFixed(2)})`
}

/** `2026-05-27 14:02:11 UTC` from an ISO moment, or `time unknown`. */
export function momentText(at: string | Date | null): string {
  if (at === null) return 'time unknown'
  const iso = typeof at === 'string' ? at : at.toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

/** `3 m 12 s` or `12 s`; never negative. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} m ${seconds % 60} s`
}

/** `1 incident`, `2 incidents`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The text as a sentence: first letter large (unless it is a path or a name with signs in it), a full stop at the end. Empty stays empty. */
export function sentence(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') return ''
  const whole = /^[a-z]+\b(?![/_.:-])/.test(trimmed) ? trimmed.charAt(0).toUpperCase() + trimmed.slice(1) : trimmed
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`
}
