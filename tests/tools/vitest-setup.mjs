import { compileApart } from './compile-messages.mjs';

/** Compiles the messages once, in a process of its own: the compiler would keep Vitest's from ending. */
export default function setup() {
  compileApart(true);
}
