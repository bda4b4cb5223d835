// Written by "npm run engine-version"; "npm run check" compares. See docs/decisions/0015.

/** Hash of the engine's weights and of what it answers on a fixed set of stored incidents; stored with each diagnosis. Changes when answers can. */
export const ENGINE_VERSION = '1abf90265645'
