import type { Reason } from './types';

/** What opening a text can say, with its inputs, as `REASON_INPUTS` lists those of the rest of intake. */
export const LAYOUT_REASON_INPUTS = {
  layout_encoding_chosen: [],
  layout_encoding_mark: ['encoding'],
  layout_encoding_zeros: [],
  layout_encoding_words: ['encoding', 'example'],
  layout_encoding_best: ['encoding', 'example'],
  layout_cells: [],
  layout_aligned: ['n'],
  layout_header_rows: ['n', 'm'],
  layout_header_below: ['n', 'line'],
  layout_note_quotes: ['count', 'n', 'example'],
  layout_note_other_delimiter: ['count', 'n'],
  layout_note_zero_bytes: ['count', 'n'],
  layout_note_undecodable: ['count', 'n'],
  layout_note_blank_rows: ['count', 'n'],
} as const;

export type LayoutReasonKey = keyof typeof LAYOUT_REASON_INPUTS;
type Inputs<Key extends LayoutReasonKey> = (typeof LAYOUT_REASON_INPUTS)[Key][number];

export function layoutReason<Key extends LayoutReasonKey>(
  key: Key,
  ...values: [Inputs<Key>] extends [never] ? [] : [Record<Inputs<Key>, string | number>]
): Reason {
  const [inputs] = values;
  return inputs === undefined ? { key } : { key, values: inputs };
}
