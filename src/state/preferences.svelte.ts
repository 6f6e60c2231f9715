import { overwriteGetLocale } from '../messages/speak';
import { loadPreferences, savePreferences } from '../storage/preferences';
import type { Preferences } from './contracts';

const stored = loadPreferences();

/** Language and theme. Every message reads the language from here, so a change is seen at once, without a reload. */
export class ReaderPreferences implements Preferences {
  private currentLocale = $state(stored.locale);
  private currentTheme = $state(stored.theme);

  constructor() {
    overwriteGetLocale(() => this.currentLocale);
    this.apply();
  }

  get locale() {
    return this.currentLocale;
  }

  set locale(locale) {
    this.currentLocale = locale;
    this.apply();
  }

  get theme() {
    return this.currentTheme;
  }

  set theme(theme) {
    this.currentTheme = theme;
    this.apply();
  }

  private apply(): void {
    const root = document.documentElement;
    root.lang = this.currentLocale;
    if (this.currentTheme === 'system') delete root.dataset.theme;
    else root.dataset.theme = this.currentTheme;
    savePreferences({ locale: this.currentLocale, theme: this.currentTheme });
  }
}
