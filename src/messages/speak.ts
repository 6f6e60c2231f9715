/** Every text of the interface, one function a message: `m.import_title({ name })`. Only those a chunk names are in it. */
export * as m from './compiled/messages.js';
export { getLocale, overwriteGetLocale, type Locale } from './compiled/runtime.js';
