import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countPhysicalLines } from '../../../src/worker/import/physical-lines';

test('lines that are not blank are counted whatever ends them', async () => {
  const line = fc.constantFrom('', 'a', 'a,b', '"x', '订单,1', ' ');
  const ending = fc.constantFrom('\n', '\r\n');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(line, ending), { minLength: 1 }), line, async (lines, last) => {
      const text = lines.map(([content, end]) => content + end).join('') + last;
      const filled = [...lines.map(([content]) => content), last].filter((content) => content !== '').length;
      expect(await countPhysicalLines(new Blob([text]))).toBe(filled);
    }),
  );
});

test('a file without a line feed tells nothing', async () => {
  expect(await countPhysicalLines(new Blob(['a\rb\rc']))).toBe(0);
  expect(await countPhysicalLines(new Blob([]))).toBe(0);
});

test('a line that spans slices is one line', async () => {
  const long = 'x'.repeat(9_000_000);
  expect(await countPhysicalLines(new Blob([`a\n${long}\n\r\nb`]))).toBe(3);
});
