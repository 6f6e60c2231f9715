import { WITHOUT_TEXTBOOK } from './analyses.mjs';
import { inMilliseconds, millions, table, yes } from './markdown.mjs';

/** Of a cell's time to that of the textbook's query on two threads. */
const RATIO = 0.5;
/** Milliseconds a cell may take at so many orders; in proportion between the two, and beyond. */
const BOUNDS = [
  { orders: 1e6, milliseconds: 300 },
  { orders: 5e6, milliseconds: 1000 },
];
/** Analyses with a bound of their own: milliseconds up to 1 M of what they count, in proportion beyond. */
const OWN_BOUNDS = {
  'expected-orders': { milliseconds: 2000, of: 'customers' },
  'customer-value': { milliseconds: 2000, of: 'customers' },
  'back-test': { milliseconds: 2000, of: 'customers' },
  'basket-affinity': { milliseconds: 3000, of: 'lines' },
};
/** Where the textbook's query is only a part of the work. */
const PARTIAL = { 'expected-orders': 'what the model is fitted on; the fit and the scores are no query' };

/** One table for each size. */
export function analysisTables(sizes) {
  return [...sizes.map(analysisTable), boundsNote(), ...failures(sizes), textbookNote(sizes)]
    .filter(Boolean)
    .join('\n\n');
}

function analysisTable(size) {
  const counts = countsOf(size);
  return table(
    [
      `${millions(size.lines)} M lines = ${counts.orders.toLocaleString('en')} orders of ${counts.customers.toLocaleString('en')} customers`,
      'in its cell',
      'textbook, 1 thread',
      'textbook, 2 threads',
      `cell ÷ textbook 2 (≤ ${RATIO})`,
      'reached',
      'bound here',
      'reached',
    ],
    size.cells.map(({ id, title, cell }) => {
      const theirs = size.textbook[id];
      const bound = boundFor(id, counts);
      const ratio = cell && theirs?.[2] ? cell.median / theirs[2].median : null;
      return [
        PARTIAL[id] === undefined ? title : `${title} *`,
        cell ? inMilliseconds(cell) : 'failed',
        theirs ? inMilliseconds(theirs[1]) : '–',
        theirs ? inMilliseconds(theirs[2]) : '–',
        ratio === null ? '–' : ratio.toFixed(2),
        ratio === null ? '–' : yes(ratio <= RATIO),
        `${Math.round(bound)} ms`,
        yes(cell !== null && cell.median <= bound),
      ];
    }),
  );
}

const countsOf = ({ lines, report }) => ({ lines, orders: report.orders, customers: report.customers });

function boundFor(id, counts) {
  const own = OWN_BOUNDS[id];
  if (own) return own.milliseconds * Math.max(1, counts[own.of] / 1e6);
  const [low, high] = BOUNDS;
  const share = Math.max(0, (counts.orders - low.orders) / (high.orders - low.orders));
  return low.milliseconds + share * (high.milliseconds - low.milliseconds);
}

function boundsNote() {
  const [low, high] = BOUNDS;
  const own = Object.entries(OWN_BOUNDS).map(
    ([id, { milliseconds, of }]) => `${id} ${milliseconds / 1000} s up to 1 M ${of}`,
  );
  return `Bounds are by orders, not by lines: ${low.milliseconds} ms up to ${low.orders / 1e6} M orders, ${high.milliseconds / 1000} s at ${high.orders / 1e6} M, in proportion between and beyond. Files of lines have about 1.7 to an order: 1 M orders are 1.7 M lines. A file of orders alone has one row an order, of five columns, and no analysis of products. Bounds of their own: ${own.join('; ')}; in proportion beyond.`;
}

/** What no cell came of, in its own words. */
function failures(sizes) {
  return sizes.flatMap((size) =>
    size.cells
      .filter(({ failure }) => failure)
      .map(
        ({ title, failure }) =>
          `**${title}, ${millions(size.lines)} M lines, did not finish:** ${failure.replaceAll('|', '/')}`,
      ),
  );
}

function textbookNote(sizes) {
  const measured = new Set(sizes.flatMap(({ cells }) => cells.map(({ id }) => id)));
  const partial = Object.entries(PARTIAL).filter(([id]) => measured.has(id));
  const queries = new Set(sizes.flatMap(({ textbook }) => Object.keys(textbook)));
  const without = [...measured].filter((id) => !queries.has(id));
  return [
    ...partial.map(([id, words]) => `\\* ${id}: the textbook’s query is ${words}.`),
    ...without.map((id) => `No textbook query for ${id}: ${WITHOUT_TEXTBOOK[id] ?? 'none is written'}.`),
  ].join(' ');
}

export function scriptTable(sizes) {
  const rows = sizes.flatMap((size) =>
    Object.entries(size.scripts).map(([id, { first, warm, rows: count }]) => [
      `${size.cells.find((cell) => cell.id === id).title}, ${millions(size.lines)} M lines`,
      inMilliseconds(warm),
      `${Math.round(first)} ms`,
      count.toLocaleString('en'),
      yes(size.sameAnswers[id]),
    ]),
  );
  return table(['analysis', 'by script', 'first time', 'rows', 'same answer'], rows);
}
