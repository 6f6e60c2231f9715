import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sqlLines, sqlTokens } from '../../../src/ui/sql-tokens';

const kinds = (sql: string) =>
  sqlTokens(sql)
    .filter((token) => token.text.trim())
    .map((token) => `${token.kind}:${token.text.trim()}`);

describe('sqlTokens', () => {
  test('tells keywords, text, numbers and comments apart', () => {
    expect(kinds("select p_as_of, 'it''s -- text' from t1 where x >= 12.5 -- select")).toEqual([
      'keyword:select',
      'plain:p_as_of,',
      "string:'it''s -- text'",
      'keyword:from',
      'plain:t1',
      'keyword:where',
      'plain:x >=',
      'number:12.5',
      'comment:-- select',
    ]);
  });

  test('a quoted name is not a keyword, a word that holds one is not either', () => {
    expect(kinds('"select" selected')).toEqual(['plain:"select" selected']);
  });

  test('an open quote or comment runs to the end', () => {
    expect(kinds("'open")).toEqual(["string:'open"]);
    expect(kinds('/* open')).toEqual(['comment:/* open']);
  });

  test('joined again it is the text as it was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '"', '-', '/', '*', '\n', 'a', '1', '.', ' ', '客') }),
        (sql) => {
          expect(
            sqlTokens(sql)
              .map((token) => token.text)
              .join(''),
          ).toBe(sql);
          expect(
            sqlLines(sql)
              .map((line) => line.map((token) => token.text).join(''))
              .join('\n'),
          ).toBe(sql);
        },
      ),
    );
  });
});
