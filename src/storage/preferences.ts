import { storageName } from './location';

export interface StoredPreferences {
  locale: 'en' | 'zh-CN';
  theme: 'system' | 'light' | 'dark';
}

type TextStore = Pick<Storage, 'getItem' | 'setItem'>;

/** Kept choices, else the browser's language and theme. Never throws: blocked storage means defaults. */
export function loadPreferences(
  storage: () => TextStore = () => localStorage,
  languages: readonly string[] = globalThis.navigator?.languages ?? [],
): StoredPreferences {
  const { locale, theme } = kept(storage);
  return {
    locale: locale === 'en' || locale === 'zh-CN' ? locale : preferredLocale(languages),
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
  };
}

/** False where the browser keeps nothing; the choice then holds for as long as the page is open. */
export function savePreferences(
  preferences: StoredPreferences,
  storage: () => TextStore = () => localStorage,
): boolean {
  try {
    storage().setItem(storageName('preferences'), JSON.stringify(preferences));
    return true;
  } catch {
    return false;
  }
}

function kept(storage: () => TextStore): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(storage().getItem(storageName('preferences')) ?? 'null');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The first language that is spoken here: any Chinese gets 简体中文. */
function preferredLocale(languages: readonly string[]): StoredPreferences['locale'] {
  const spoken = languages.find((language) => /^(en|zh)\b/i.test(language));
  return spoken && /^zh/i.test(spoken) ? 'zh-CN' : 'en';
}
