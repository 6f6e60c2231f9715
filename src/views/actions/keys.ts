/**
 * Keys of actions, written as `Mod+Shift+Z`, `Alt+ArrowUp`, `J`, `?`. `Mod` is Command on Apple's keyboards and Ctrl
 * elsewhere. Letters are matched by what they write, and by their place where a layout writes no Latin letters
 * (Cyrillic, Greek) or an input method holds the key; signs by what they write, wherever they stand.
 */
export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

interface Combination {
  mod: boolean;
  alt: boolean;
  shift: boolean;
  key: string;
}

export const isApple = (): boolean =>
  /mac|iphone|ipad/i.test(globalThis.navigator?.platform || globalThis.navigator?.userAgent || '');

/** Throws a RangeError for a modifier that is not Mod, Alt or Shift. */
export function parsedKeys(keys: string): Combination {
  const parts = keys.split(/\+(?=.)/);
  const key = parts.pop() ?? '';
  for (const part of parts) {
    if (!['Mod', 'Alt', 'Shift'].includes(part)) throw new RangeError(`Not a modifier: ${part}`);
  }
  return { mod: parts.includes('Mod'), alt: parts.includes('Alt'), shift: parts.includes('Shift'), key };
}

export function isPressed(keys: string, press: KeyPress, apple: boolean): boolean {
  const { mod, alt, shift, key } = parsedKeys(keys);
  const [command, other] = apple ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (command !== mod || other || press.altKey !== alt) return false;
  // A sign may need Shift on one keyboard and not on another.
  if (!isSign(key) && press.shiftKey !== shift) return false;
  return writes(press, key);
}

function writes(press: KeyPress, key: string): boolean {
  if (press.key.toLowerCase() === key.toLowerCase()) return true;
  if (/^[A-Z]$/.test(key)) return !/^[a-z]$/i.test(press.key) && press.code === `Key${key}`;
  // French keyboards write digits with Shift; their place says what is meant.
  if (/^\d$/.test(key)) return !/^\d$/.test(press.key) && press.code === `Digit${key}`;
  return false;
}

const isSign = (key: string): boolean => key.length === 1 && !/[A-Z0-9]/.test(key);

const APPLE: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↩', Delete: '⌦' };
const NAMES: Record<string, string> = { Mod: 'Ctrl', Escape: 'Esc', Delete: 'Del' };
const ARROWS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };

/** The keys as caps to be shown one by one: `['Ctrl', 'Shift', 'Z']`, `['⇧', '⌘', 'Z']`. */
export function keyCaps(keys: string, apple: boolean): string[] {
  const { mod, alt, shift, key } = parsedKeys(keys);
  const held = apple
    ? [alt && 'Alt', shift && 'Shift', mod && 'Mod']
    : [mod && 'Mod', alt && 'Alt', shift && 'Shift'];
  const names = apple ? { ...NAMES, ...APPLE } : NAMES;
  return [...held.filter((name) => name !== false), key].map((name) => ARROWS[name] ?? names[name] ?? name);
}

/** On one line: `Ctrl+Shift+Z`, `⇧⌘Z`. */
export function shownKeys(keys: string, apple: boolean): string {
  return keyCaps(keys, apple).join(apple ? '' : '+');
}

/** As `aria-keyshortcuts` wants them. */
export function ariaKeys(keys: readonly string[], apple: boolean): string {
  return keys.map((combination) => combination.replace('Mod', apple ? 'Meta' : 'Control')).join(' ');
}
