import { expect, it } from 'vitest';
import { belowTitle, firstLine } from '../../../src/views/cell/first-line';

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

it.each([
  ['## What we see\ntext', 'text'],
  ['\n# What we see\n\ntext', '\ntext'],
  ['# Only a title', ''],
  ['text\n# later', 'text\n# later'],
  ['#no heading', '#no heading'],
  ['# **Net** of refunds\ntext', '# **Net** of refunds\ntext'],
  [`# ${'x'.repeat(100)}\ntext`, `# ${'x'.repeat(100)}\ntext`],
])('below the title of %j stands %j', (text, rest) => {
  expect(belowTitle(text)).toBe(rest);
});
