import type { IconName } from './glyphs';

/** One entry of a menu. */
export interface MenuItem {
  label: string;
  perform: () => void;
  icon?: IconName;
  disabled?: boolean;
  /** A key, after the label. Not said: a screen reader says the entry's name. */
  hint?: string;
  /** Said after the label: how much, since when. */
  note?: string;
  /** A hairline above. */
  divided?: boolean;
}
