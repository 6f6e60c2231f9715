/** Caps of what a notebook holds, apart from the schema: edits keep to them before the schema's code is needed. */
export const MAX_CELLS = 500;
export const MAX_SCHEMES = 100;
export const MAX_LABEL = 1_000;
export const MAX_TEXT = 100_000;
