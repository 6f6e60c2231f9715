import { afterEach, expect, test } from 'vitest';
import type { ColumnDefinition } from '../../../src/analyses/define';
import { overwriteGetLocale } from '../../../src/messages/speak';
import { formatCell } from '../../../src/analyses/format-cell';

const column = (type: ColumnDefinition['type'], decimals?: number): ColumnDefinition => ({
  type,
  label: () => '',
  decimals,
});

afterEach(() => overwriteGetLocale(() => 'en'));

test('each type is written as its column says', () => {
  overwriteGetLocale(() => 'en');
  expect(formatCell('17850', column('text'))).toBe('17850');
  expect(formatCell(-1234, column('integer'))).toBe('−1,234');
  expect(formatCell(1.25, column('number'))).toBe('1.3');
  expect(formatCell(1.25, column('number', 3))).toBe('1.250');
  expect(formatCell(8911407.904, column('money'))).toBe('8,911,407.90');
  expect(formatCell(0.2365, column('share'))).toBe('23.7%');
  expect(formatCell('2011-12-09', column('date'))).toBe('9\u00a0Dec\u00a02011');
  expect(formatCell(false, column('boolean'))).toBe('No');
});

test('unknown is a dash, and zero is not', () => {
  expect(formatCell(null, column('money'))).toBe('–');
  expect(formatCell(undefined, column('text'))).toBe('–');
  expect(formatCell(0, column('integer'))).toBe('0');
});

test('Chinese', () => {
  overwriteGetLocale(() => 'zh-CN');
  expect(formatCell('2011-12-09', column('date'))).toBe('2011年12月9日');
  expect(formatCell(true, column('boolean'))).toBe('是');
});
