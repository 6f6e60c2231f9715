import { expect, it } from 'vitest';
import { firstLine } from '../../../src/views/cell/first-line';

it.each([
  ['', ''],
  ['\n  \n', ''],
  ['## What we see\ntext', 'What we see'],
  ['---\n**Net** of `refunds`', 'Net of refunds'],
  ['- a [link](https://evil.test) here', 'a link here'],
  ['> 说明：*净额*', '说明：净额'],
  [`# ${'x'.repeat(100)}`, `${'x'.repeat(79)}…`],
])('the first line of %j is %j', (text, line) => {
  expect(firstLine(text)).toBe(line);
});
