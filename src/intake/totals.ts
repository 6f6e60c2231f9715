/**
 * Whether a cell is the label of a total line: `Total`, `Grand Total:`, `合计`, `总计（83笔）`, `Summe`. Spaces that
 * space out Chinese words (`合 计`) do not matter.
 */
export function isTotalLabel(cell: string): boolean {
  const text = cell.normalize('NFKC').trim().toLowerCase();
  return (
    TOTAL.test(text) ||
    (/^(?:合计|总计|小计|共计|总和|累计|汇总|合計|總計|小計|総計|本页合计|本月合计|总合计)[:(\d共]?/.test(
      text.replace(/\s+/g, ''),
    ) &&
      text.length <= 24)
  );
}

const WORDS = [
  ...[
    '(?:grand |sub ?|sub-|overall |report |page |net )?totals?',
    'sum(?: total)?',
    'all orders',
    'gesamt(?:summe)?',
  ],
  ...[
    '(?:zwischen)?summe',
    'insgesamt',
    'total g[eé]n[eé]ral',
    'totaux',
    'somme',
    'totale',
    'suma',
    'totaal',
  ],
  ...['totalt', 'итого', 'всего', 'razem', 'celkem', 'összesen', 'toplam', '합계', '총계', '계'],
];
const TOTAL = new RegExp(`^\\W*(?:${WORDS.join('|')})(?: ?[:=(].*| for .{1,40}| of .{1,40}| ?\\d.*)?$`, 'u');
