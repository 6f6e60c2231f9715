import type { NotebookDocument, Source } from '../../../src/document/types';

export const exampleSource: Source = {
  id: 'source-1',
  name: '订单 2011.csv',
  bytes: 48_290_120,
  rows: 541_909,
  fingerprint: { bytes: 48_290_120, sha256: 'ab'.repeat(32) },
  read: {
    encoding: 'utf-8',
    delimiter: ',',
    quote: '"',
    escape: '"',
    skip: 0,
    header: true,
    headerRows: 1,
    columns: ['CustomerID', 'InvoiceNo', 'InvoiceDate', '__proto__'],
  },
  mapping: { customer: 'CustomerID', order: 'InvoiceNo', orderedAt: 'InvoiceDate', quantity: '__proto__' },
  readings: {
    orderedAt: { kind: 'formats', formats: ['%d/%m/%Y'] },
    customer: { dropPointZero: true },
    amount: { plain: false, decimal: ',', currencySign: '€' },
  },
  policies: {
    refunds: 'setAside',
    zeroValue: 'setAside',
    duplicates: 'keep',
    guests: 'setAside',
    identity: { by: 'customer', normalise: false },
    sameDay: 'separate',
    statuses: [],
    unpaid: 'setAside',
    testOrders: 'setAside',
    nonProducts: 'keep',
    overlaps: 'setAside',
    currency: null,
    rates: {},
    timeZone: 'Europe/London',
    exportedOn: null,
  },
  ledger: {
    rowsRead: 541_909,
    amountRead: '9747747.9340',
    setAside: [{ reason: 'refund', rows: 10_624, amount: '-896812.4900' }],
    rowsUsed: 397_884,
    amountUsed: '8911407.9040',
    orders: 18_532,
    customers: 4_338,
    firstDay: '2010-12-01',
    lastDay: '2011-12-09',
  },
};

/** A whole notebook, with a cell and fields that a later version might write. */
export function exampleDocument(): NotebookDocument {
  return {
    format: 'regulars',
    version: 1,
    id: 'n-1',
    title: '回头客 & co.',
    description: 'For the spring meeting',
    sources: [structuredClone(exampleSource)],
    filters: { asOf: '2011-12-09', channel: ['web'] },
    cells: [
      {
        id: 'c-1',
        kind: 'analysis',
        analysis: 'cohort-retention',
        analysisVersion: 1,
        title: null,
        params: { grain: 'month', breaks: [15, 20.5] },
        view: 'plot',
        pinned: { by: 'a later version' },
      },
      { id: 'c-2', kind: 'hologram', beams: [1, { two: null }] },
      {
        id: 'c-3',
        kind: 'analysis',
        analysis: 'rfm-segments',
        analysisVersion: 1,
        title: 'Tiers',
        params: {},
      },
    ],
    segments: [
      {
        id: 's-1',
        name: 'Champions',
        analysis: 'rfm-segments',
        params: { scheme: 'r-rfm' },
        mark: 'champions',
        customers: 35,
      },
    ],
    locale: 'zh-CN',
    future: { nested: ['kept'] },
  };
}
