import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intoClauses, parseMarked, plainText } from '../../../src/ui/marked-text';

describe('parseMarked', () => {
  test('finds the finding and the naive figure', () => {
    expect(parseMarked('Half are back by **day 104**. The mean of __45.7 days__ is short.')).toEqual([
      { text: 'Half are back by ', mark: null },
      { text: 'day 104', mark: 'accent' },
      { text: '. The mean of ', mark: null },
      { text: '45.7 days', mark: 'naive' },
      { text: ' is short.', mark: null },
    ]);
  });

  test('a mark never closed, and an empty one, are text', () => {
    expect(parseMarked('2 ** 3 and __init')).toEqual([{ text: '2 ** 3 and __init', mark: null }]);
    expect(plainText('****')).toBe('****');
  });

  test('keeps what looks like HTML as text', () => {
    expect(parseMarked('**<img src=x>**')).toEqual([{ text: '<img src=x>', mark: 'accent' }]);
  });

  test('text without marks comes back whole', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('**') && !text.includes('__'));
        expect(plainText(text)).toBe(text);
      }),
    );
  });
});

describe('intoClauses', () => {
  const clauses = (text: string) =>
    intoClauses(parseMarked(text)).map((clause) => clause.map((run) => run.text).join(''));

  test('breaks after punctuation, not inside brackets or quotes', () => {
    expect(
      clauses(
        '首次购买的客户中，**23.7%**在次月再次下单；若不计这一批（首单可能早于文件，或在其前），则为**19.9%**。',
      ),
    ).toEqual([
      '首次购买的客户中，',
      '23.7%在次月再次下单；',
      '若不计这一批（首单可能早于文件，或在其前），',
      '则为19.9%。',
    ]);
    expect(clauses('列为“未归类，其他”。请看')).toEqual(['列为“未归类，其他”。', '请看']);
  });

  test('a closing quote stays with the clause it ends', () => {
    expect(clauses('他说：“好。”然后走了。')).toEqual(['他说：', '“好。”然后走了。']);
  });

  test('loses nothing and keeps every mark', () => {
    const piece = fc.constantFrom(
      '客户',
      '，',
      '。',
      '（',
      '）',
      '“',
      '”',
      '；',
      '**12%**',
      '__3天__',
      'abc ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const runs = parseMarked(pieces.join(''));
        const again = intoClauses(runs).flat();
        expect(again.map((run) => run.text).join('')).toBe(runs.map((run) => run.text).join(''));
        const marked = (all: typeof runs) =>
          all
            .filter((run) => run.mark)
            .map((run) => run.text)
            .join('');
        expect(marked(again)).toBe(marked(runs));
      }),
    );
  });
});
