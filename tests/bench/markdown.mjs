/** A table of Markdown: the first column to the left, numbers to the right. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}

export const millions = (lines) => `${Number((lines / 1e6).toFixed(2))}`;
export const yes = (holds) => (holds ? 'yes' : 'no');
export const inSeconds = (spread) => shown(spread, (value) => (value / 1000).toFixed(2), ' s');
export const inMilliseconds = (spread) => shown(spread, (value) => String(Math.round(value)), ' ms');

/** A median with least–most in brackets; nothing where nothing was measured. */
function shown(spread, format, unit) {
  if (!spread) return '';
  const range = spread.n === 1 ? '' : ` (${format(spread.least)}–${format(spread.most)})`;
  return `${format(spread.median)}${unit}${range}`;
}
