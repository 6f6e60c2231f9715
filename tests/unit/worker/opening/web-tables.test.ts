import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refused } from '../../../../src/worker/failures';
import { HtmlCells } from '../../../../src/worker/opening/html-cells';
import { readTable } from '../../../../src/worker/opening/open';
import { fileOf, openFiles, refusalOf, tableOf, zipped } from './packages';

/** What back ends of shops write under the name `.xls`: text, tables of a web page, Excel's XML of 2003. */
const names = ['订单编号', '买家会员名', '订单创建时间', '买家实际支付金额'];
const orders = Array.from({ length: 12 }, (_, n) => [
  `31000000000000${10 + n}`,
  ['甲', '乙', '丙'][n % 3]!,
  `2026-01-${10 + n} 09:0${n % 10}:00`,
  `${10 + n}.50`,
]);
const whole = [names, ...orders];

/** “订单编号买家会员名创建时间实际支付金额甲乙丙日报表合计” in GB2312, by `iconv`; ASCII stays as it is. */
const GB = Object.entries({ 订: 'b6a9', 单: 'b5a5', 编: 'b1e0', 号: 'bac5', 买: 'c2f2', 家: 'bcd2', 会: 'bbe1', 员: 'd4b1', 名: 'c3fb', 创: 'b4b4', 建: 'bda8', 时: 'cab1', 间: 'bce4', 实: 'cab5', 际: 'bcca', 支: 'd6a7', 付: 'b8b6', 金: 'bdf0', 额: 'b6ee', 甲: 'bcd7', 乙: 'd2d2', 丙: 'b1fb' }); // prettier-ignore
const gb2312 = (text: string): Uint8Array =>
  Buffer.concat([...text].map((character) => {
    const known = GB.find(([han]) => han === character);
    return known ? Buffer.from(known[1], 'hex') : Buffer.from(character, 'latin1');
  })); // prettier-ignore

const row = (cells: readonly string[], tag = 'td'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
const table = `<table border=1>${row(names, 'th')}${orders.map((cells) => row(cells)).join('\n')}</table>`;

describe('text named .xls', () => {
  it.each([
    ['tabs', '\t'],
    ['commas', ','],
  ])('%s are read by what they are', async (_, mark) => {
    const text = `${whole.map((cells) => cells.join(mark)).join('\r\n')}\r\n`;
    expect(await tableOf(text, '订单.xls')).toEqual(whole);
    expect(await tableOf(gb2312(text), '订单.xls')).toEqual(whole);
    expect(await tableOf(Buffer.from(`\ufeff${text}`, 'utf16le'), '订单.xls')).toEqual(whole);
  });
});

describe('tables of web pages', () => {
  it.each<[string, string | Uint8Array]>([
    ['a bare table', table],
    ['a page', `<!DOCTYPE html><html><head><title>a<b</title><style>td > b {}</style></head><body>${table}</body></html>`],
    ['as Excel writes it', `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=utf-8><!--[if gte mso 9]><xml><x:ExcelWorkbook/></xml><![endif]--></head>${table}</html>`],
    ['as XHTML', `<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml">${table}</html>`],
    ['with a byte order mark', `\ufeff${table}`],
    ['in UTF-16', Buffer.from(`\ufeff<html>${table}`, 'utf16le')],
    ['in GB2312, which it says', gb2312(`<meta http-equiv="Content-Type" content="text/html; charset=gb2312"/>${table}`)],
    ['in GB2312, which it does not say', gb2312(table)],
    ['in GB2312, saying something else', gb2312(`<meta charset="utf-8">${table}`)],
    ['in capitals and without ends', table.replace(/<\/t[dhr]>/g, '').toUpperCase()],
    ['with a head and a body of its own', `<table><thead>${row(names, 'th')}</thead><tbody>${orders.map((cells) => row(cells)).join('')}</tbody></table>`],
    ['in a page of tables', `<table><tr><td><div>menu</div>${table}</td></tr></table>`],
    ['names and rows in two tables', `<table>${row(names)}</table><table>${orders.map((cells) => row(cells)).join('')}</table>`],
    ['below a title', `<div>x</div><table><tr><td colspan=4>2026</td></tr>${table.slice(16)}`],
    ['with white space and marks in its cells', table.replaceAll('<td>', '<td class="a>b" style=\'mso-number-format:"\\@"\'>\r\n\t<b>').replaceAll('</td>', '</b>&nbsp; </td>')],
    ['with scripts in it', table.replace('<tr>', '<script>if (a < b) document.write("<tr><td>x</td></tr>")</script><tr>')],
  ])('%s', async (_, content) => {
    expect(await tableOf(content, '订单.xls')).toEqual(whole);
  }); // prettier-ignore

  it('cells over several rows and columns keep the others in their columns', async () => {
    const text = `<table>${row(['order', 'item', 'day', 'amount'], 'th')}
      <tr><td rowspan="2">1</td><td>tea</td><td rowspan=2>2026-01-05</td><td>3.50</td></tr><tr><td>cup</td><td>4.50</td></tr>
      <tr><td>2</td><td colspan="2">2026-01-06</td><td>5.50</td></tr><tr><td>3</td><td>pot</td><td>2026-01-07</td><td>6.50</td></tr></table>`;
    expect((await tableOf(text, 'a.xls')).slice(1)).toEqual([
      ['1', 'tea', '2026-01-05', '3.50'],
      ['', 'cup', '', '4.50'],
      ['2', '2026-01-06', '', '5.50'],
      ['3', 'pot', '2026-01-07', '6.50'],
    ]);
  });

  it('characters by name and number; lines of a cell are parted; numbers that are shown shortened are exact', async () => {
    const text = `<table>${row(['id', 'what', 'day'])}<tr><td x:num="310000000000001">3.1E+14<td>&yen;1 &amp; &#20803;&#x5143; a&lt;b<br>c &unknown; 1 < 2<td>2026-01-05</tr>${row(['2', '&copy', '2026-01-06'])}</table>`;
    expect((await tableOf(text, 'a.xls')).slice(1)).toEqual([
      ['310000000000001', '¥1 & 元元 a<b c &unknown; 1 < 2', '2026-01-05'],
      ['2', '©', '2026-01-06'],
    ]);
  });

  it('nothing is lost: a total and another table are set aside, by their rows', async () => {
    const page = `${table}<table>${row(['商品', '库存'])}${row(['茶', '5'])}</table>`.replace('</table>', `${row(['合计', '', '', '193'])}</table>`);
    const { rows, setAside } = await readTable(fileOf(page, '订单.xls'));
    expect(rows).toEqual(orders);
    expect(setAside.map(({ reason, line }) => [reason, line])).toEqual([['total_line', 14], ['other_table', 15], ['other_table', 16]]);
  }); // prettier-ignore

  it('any cells, cut anywhere: what was written is what is read', () => {
    const cell = fc
      .stringMatching(/^[a-z0-9&<>"'=\/ é元-]{0,12}$/)
      .map((text) => text.replace(/\s+/g, ' ').trim());
    const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(300), { maxLength: 6 }),
        (cells, cuts) => {
          const page = `<!-- > --><table>${cells.map((fields) => row(fields.map(escaped))).join('')}</table>`;
          const places = [0, ...cuts.filter((cut) => cut < page.length).sort((a, b) => a - b), page.length];
          const reader = new HtmlCells();
          const found = places.slice(1).flatMap((end, at) => reader.push(page.slice(places[at], end), at === places.length - 2));
          expect(found.map(({ fields }) => fields)).toEqual(cells);
        },
      ),
      { numRuns: 200 },
    ); // prettier-ignore
  });

  it.each([
    ['a page without a table', '<!doctype html><html><body>Your session has ended. <a href="/login">Sign in</a></body></html>'],
    ['one column', `<table>${['a', 'b', 'c'].map((cell) => row([cell])).join('')}</table>`],
    ['an XML file', '<?xml version="1.0"?><orders><order id="1"/></orders>'],
    ['a page in a letter', 'MIME-Version: 1.0\nContent-Type: multipart/related\n\n--x\n'],
    ['never-ending tags', `<table>${'<td '.repeat(10_000)}`],
  ])('%s is refused by name', async (_, text) => {
    const reason = await refusalOf(openFiles(fileOf(text, 'orders.xls')));
    expect(reason).toEqual({ key: 'opening_refused_web_table', values: { name: 'orders.xls' } });
  }); // prettier-ignore

  it.each([
    ['tables in tables', '<table><tr><td>'.repeat(200)],
    ['cells far away', `<table>${'<tr><td colspan=1000><td colspan=1000></tr>'.repeat(6000)}</table>`],
    ['a tag that never ends', `<table><tr><td>1</td><td ${'a '.repeat(2_500_000)}`],
  ])('%s: more than any export has is refused, soon', async (_, text) => {
    const start = performance.now();
    const reason = await refusalOf(openFiles(fileOf(text, 'orders.xls')));
    expect(reason.key).toMatch(/^opening_refused_web_(size|table)$/);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('XML Spreadsheet 2003', () => {
  const NAMESPACE = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"';
  const cellOf = (text: string, type = 'String', more = '') => `<Cell${more}><Data ss:Type="${type}">${text}</Data></Cell>`;
  const sheet = (name: string, rows: readonly string[], more = '') => `<Worksheet ss:Name="${name}"><Table>${rows.join('')}</Table>${more}</Worksheet>`;
  const book = (...sheets: string[]) => `<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook ${NAMESPACE}>${sheets.join('')}</Workbook>`;
  const rowOf = (cells: string[], more = '') => `<Row${more}>${cells.join('')}</Row>`;
  const written = [rowOf(names.map((name) => cellOf(name))), ...orders.map(([id, who, at, paid]) => rowOf([cellOf(id!), cellOf(who!), cellOf(`${at!.replace(' ', 'T')}.000`, 'DateTime'), cellOf(paid!, 'Number')]))];

  it('rows, types and places; a sheet that is chosen by name', async () => {
    expect(await tableOf(book(sheet('订单', written)), '订单.xls')).toEqual(whole);
    const placed = [...written.slice(0, 3), rowOf([cellOf('9', 'Number'), cellOf('2026-02-01T00:00:00.000', 'DateTime', ' ss:Index="3"'), cellOf('5', 'Number')], ' ss:Index="9"')];
    const file = fileOf(book(sheet('库存', [rowOf([cellOf('商品'), cellOf('库存')]), rowOf([cellOf('茶'), cellOf('5', 'Number')])]), sheet('旧', written.slice(0, 4), '<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>'), sheet('订单', placed)), '订单.xls');
    const { tables, sheets } = await openFiles(file);
    expect(sheets).toEqual([{ path: ['订单.xls'], names: ['库存', '订单', '旧'], chosen: ['订单'] }]);
    expect([tables[0]!.path, tables[0]!.lines]).toEqual([['订单.xls', '订单'], [2, 3, 9]]);
    expect(tables[0]!.sample.at(-1)).toEqual(['9', '', '2026-02-01', '5']);
    const other = await openFiles(file, { sheets: ['旧'] });
    expect(other.tables.map(({ sample }) => sample)).toEqual([orders.slice(0, 3)]);
  });

  it('in an archive beside others, and in the encoding that it says', async () => {
    const archive = zipped({ 'a.xls': book(sheet('a', written)), 'b.xls': table });
    expect((await openFiles(fileOf(archive, 'all.zip'))).tables).toHaveLength(2);
    expect(await tableOf(gb2312(book(sheet('a', written)).replace('UTF-8', 'GB2312')), 'a.xls')).toEqual(whole);
  });

  it.each([
    ['cut off', book(sheet('a', written)).slice(0, 900), 'opening_refused_workbook'],
    ['with a document type', book(sheet('a', written)).replace('<Workbook', '<!DOCTYPE a [<!ENTITY b "c">]><Workbook'), 'opening_refused_workbook'],
    ['with a cell too far away', book(sheet('a', [rowOf([cellOf('1', 'Number', ' ss:Index="99999"')])])), 'opening_refused_workbook'],
    ['without a cell', book(sheet('a', [])), 'opening_refused_no_sheet'],
  ])('%s is refused', async (_, text, key) => {
    expect((await refusalOf(openFiles(fileOf(text, 'a.xls')))).key).toBe(key);
  });
}); // prettier-ignore

it('any damage ends in a table or in a plain refusal', async () => {
  const base = `<html><meta charset="gb2312"><table>${row(names, 'th')}${orders.slice(0, 3).map((cells) => row(cells)).join('')}</table>`; // prettier-ignore
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(600), fc.constantFrom('<', '>', '"', "'", '</table>', '<table>', '<td colspan=9', '<!--', '&#', '<script>', '\0')), { minLength: 1, maxLength: 8 }),
      fc.nat(700),
      async (inserted, length) => {
        let text = base;
        for (const [at, piece] of inserted) text = text.slice(0, at) + piece + text.slice(at);
        await openFiles(fileOf(text.slice(0, length), 'a.xls')).catch((error: unknown) => {
          expect(error).toBeInstanceOf(Refused);
        });
      },
    ),
    { numRuns: 80 },
  ); // prettier-ignore
});
