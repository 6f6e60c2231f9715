import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisDefinition } from '../../../src/analyses/define';
import { fileName } from '../../../src/exports/file-name';
import { paramsInWords } from '../../../src/exports/param-words';
import { provenanceOf } from '../../../src/exports/provenance';
import { exportTable, isTableFormat, TABLE_FORMATS } from '../../../src/exports/registry';
import { exampleSource } from '../document/example';

describe('file names', () => {
  it.each([
    [['Spring review', 'Champions', '2011-12-09'], 'Spring review - Champions - 2011-12-09.csv'],
    [['回头客：春季', '重要价值客户', '2011-12-09'], '回头客：春季 - 重要价值客户 - 2011-12-09.csv'],
    [['a/b\\c:d*?"<>|', null, ''], 'a-b-c-d.csv'],
    [['../../etc/passwd'], 'etc-passwd.csv'],
    [['CON'], 'CON_.csv'],
    [['con.fig', 'x'], 'con_.fig - x.csv'],
    [['', '...', ' '], 'regulars.csv'],
    [['evil\u202efdp', 'x\0y'], 'evil fdp - x y.csv'],
  ])('%j: %s', (parts, name) => {
    expect(fileName(parts, 'csv')).toBe(name);
  });

  it('are short enough, keep the day, and hold nothing a file system refuses, whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.boolean(), (title, dated) => {
        const name = fileName([title.repeat(3), dated ? '2011-12-09' : null], 'csv');
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(204);
        expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cf}]|^[. ]|[. ]\.csv$/u);
        expect(Buffer.from(name).toString()).toBe(name);
        expect(name.endsWith('.csv')).toBe(true);
        if (dated) expect(name).toContain('2011-12-09');
      }),
    );
  });
});

const definition = {
  id: 'rfm-segments',
  version: 3,
  title: () => 'RFM segments',
  summary: () => 'Recency, frequency, monetary',
  params: {
    scheme: {
      kind: 'choice',
      label: () => 'Scheme',
      options: [{ value: 'r-rfm', label: () => 'As R’s rfm' }],
      default: 'r-rfm',
    },
    days: {
      kind: 'number',
      label: () => 'Days',
      default: 1,
      minimum: 0,
      maximum: 9,
      step: 1,
      when: () => false,
    },
    rules: { kind: 'structured', label: () => 'Rules', default: null, validate: (value) => value },
  } as AnalysisDefinition['params'],
} as unknown as AnalysisDefinition;
const table = {
  rows: [
    { customer_key: "O'Reilly", revenue: -2.5 },
    { customer_key: '__proto__', revenue: null },
  ],
  shape: {
    customer_key: { type: 'text', label: () => '客户' },
    revenue: { type: 'money', label: () => '金额' },
  } as const,
  provenance: provenanceOf({
    notebook: 'Spring',
    definition,
    result: 'customers',
    params: { scheme: 'r-rfm', days: 3, rules: null },
    context: {
      asOf: '2006-12-31',
      window: { firstDay: '2005-01-01', lastDay: '2006-12-31', observedThrough: '2006-12-31' },
    },
    sources: [exampleSource],
  }),
};

describe('parameters in words', () => {
  it('are those that count, as the form says them', () => {
    const params: AnalysisDefinition['params'] = {
      ...definition.params,
      days: { kind: 'number', label: () => 'Days', default: 1, minimum: 0, maximum: 9_999, step: 0.25 },
    };
    expect(paramsInWords({ params }, { scheme: 'r-rfm', days: 1_234.25, rules: [{}] })).toEqual([
      { label: 'Scheme', value: 'As R’s rfm' },
      { label: 'Days', value: '1,234.25' },
      { label: 'Rules', value: 'changed by the author' },
    ]);
    // A value of another version is said as it is rather than left out.
    expect(paramsInWords({ params }, { scheme: 'gone' })).toEqual([{ label: 'Scheme', value: 'gone' }]);
  });
});

describe('the registry of formats', () => {
  it('names each format by its own id', () => {
    for (const [id, format] of Object.entries(TABLE_FORMATS)) {
      expect(format.id).toBe(id);
      expect(format.title()).not.toBe('');
    }
    expect(isTableFormat('csv')).toBe(true);
    expect(isTableFormat('toString')).toBe(false);
  });

  it('writes a CSV whose name carries the as-of day, and which is nothing but the table', async () => {
    const { blob, name } = await exportTable('csv', table);
    expect(name).toBe('Spring - RFM segments - 2006-12-31.csv');
    expect(blob.type).toMatch(/^text\/csv/);
    expect(await blob.text()).toBe("客户,金额\r\nO'Reilly,-2.5\r\n__proto__,\r\n");
  });

  it('writes a JSON that says where its numbers come from', async () => {
    const { blob, name } = await exportTable('json', table);
    expect(name).toMatch(/2006-12-31\.json$/);
    expect(JSON.parse(await blob.text())).toEqual({
      format: 'regulars-table',
      version: 1,
      notebook: 'Spring',
      title: 'RFM segments',
      analysis: {
        id: 'rfm-segments',
        version: 3,
        result: 'customers',
        definition: 'Recency, frequency, monetary',
      },
      params: { scheme: 'r-rfm', days: 3, rules: null },
      settings: [{ label: 'Scheme', value: 'As R’s rfm' }],
      asOf: '2006-12-31',
      window: { firstDay: '2005-01-01', lastDay: '2006-12-31', observedThrough: '2006-12-31' },
      sources: [
        {
          name: '订单 2011.csv',
          bytes: 48_290_120,
          sha256: 'ab'.repeat(32),
          rowsRead: 541_909,
          rowsUsed: 397_884,
        },
      ],
      columns: [
        { name: 'customer_key', type: 'text', label: '客户' },
        { name: 'revenue', type: 'money', label: '金额' },
      ],
      rows: table.rows,
    });
    const empty = await (await exportTable('json', { ...table, rows: [] })).blob.text();
    expect(JSON.parse(empty)).toMatchObject({ rows: [] });
  });
});
