import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnalysisDefinition, Row } from '../../../src/analyses/define';
import { openDocument } from '../../../src/document/open';
import type { NotebookDocument } from '../../../src/document/types';
import { lock, unlock } from '../../../src/sharing/passphrase';
import { LockedFiles } from '../../../src/state/locked-files.svelte';
import type { NoticeList } from '../../../src/state/notices.svelte';
import { Sharing } from '../../../src/state/sharing.svelte';
import type { SharingNotebook } from '../../../src/state/sharing-cells';
import { exampleDocument } from '../document/example';
import { CONTEXT } from '../sharing/arbitraries';
import { ChannelWorker } from '../engine/channel-worker';

/** The worker's own code behind a channel, with little work for the key. */
class QuickWorker extends ChannelWorker {
  static mute = false;
  static readonly started: QuickWorker[] = [];
  constructor() {
    super();
    QuickWorker.started.push(this);
    const never = () => new Promise<never>(() => undefined);
    this.expose({
      lock: (bytes: Uint8Array, passphrase: string) => lock(bytes, passphrase, 8),
      unlock: QuickWorker.mute ? never : unlock,
    });
  }
}
vi.mock('../../../src/worker/passphrase.worker.ts?worker&inline', () => ({
  default: function () {
    return new QuickWorker();
  },
}));

const label = () => 'x';
const rfm = {
  id: 'rfm-segments',
  title: () => 'Segments',
  mainResult: 'segments',
  params: {},
  steps: [
    { name: 'segments', sql: '' },
    { name: 'customers', sql: '', lazy: true },
  ],
  results: {
    segments: { segment: { type: 'text', label }, customers: { type: 'integer', label } },
    customers: { customer_key: { type: 'text', label }, segment: { type: 'text', label } },
  },
  headline: () => 'finding',
} as unknown as AnalysisDefinition;

/** A notebook of one analysis whose customers are computed on request. */
class FakeNotebook {
  analyses = [rfm];
  hasData = true;
  scope = { customers: 3, orders: 5, revenue: 12.5 };
  document: NotebookDocument = exampleDocument();
  results: Record<string, Row[]> = { segments: [{ segment: 'Lost', customers: 3 }] };
  opened: unknown[] = [];
  run = (cellId: string) => ({
    ...(cellId === 'c-3'
      ? { status: { kind: 'current', elapsed: 1 }, results: this.results }
      : { status: { kind: 'idle' }, results: null }),
    params: {},
    context: CONTEXT,
    question: '["q"]',
    shapes: rfm.results,
  });
  subjectOf = (cellId: string) =>
    cellId === 'c-3' ? { title: 'Tiers', document: this.document, plan: { definition: rfm } } : null;
  loadResult = (_: string, name: string) => {
    this.results = { ...this.results, [name]: ['ann', 'bob', 'cy'].map(customer) };
    return Promise.resolve();
  };
  fetch = () => Promise.reject(new Error('there is no statement to look up ids for'));
  edit = (change: (document: NotebookDocument) => NotebookDocument) => {
    const before = this.document;
    this.document = change(before);
    return this.document !== before;
  };
  openValue = (input: unknown) => {
    this.opened.push(input);
    return Promise.resolve({ opened: true, hasData: false, message: null });
  };
}
const customer = (key: string): Row => ({ customer_key: key, segment: 'Lost' });

function sharing() {
  const notebook = new FakeNotebook();
  const saved: { blob: Blob; name: string }[] = [];
  const said: unknown[] = [];
  const notices = { say: (text: unknown) => said.push(text) } as unknown as NoticeList;
  const of = new Sharing(notebook as unknown as SharingNotebook, notices, (blob, name) =>
    saved.push({ blob, name }),
  );
  return { notebook, saved, said, of, locked: new LockedFiles(notebook, notices) };
}

async function documentIn(blob: Blob): Promise<NotebookDocument> {
  const opened = openDocument(await blob.text());
  if (!opened.ok) throw new Error(opened.reason.key);
  return opened.document;
}

beforeEach(() => {
  QuickWorker.mute = false;
  QuickWorker.started.length = 0;
});

describe('a notebook as a file for scripts', () => {
  it('holds no result, aggregates, or customers under pseudonyms', async () => {
    const { of } = sharing();
    expect(await documentIn(await of.notebookFile('none'))).toEqual(exampleDocument());
    const { shared } = await documentIn(await of.notebookFile('aggregates'));
    expect(Object.keys(shared!.results['c-3']!.results)).toEqual(['segments']);
    expect(shared).toMatchObject({ rowsOfCustomers: 'none', scope: { customers: 3 } });
    const text = await (await of.notebookFile('customers')).text();
    expect(text).toContain('"C-000002"');
    expect(text).not.toMatch(/"(ann|bob|cy)"/);
  });
});

describe('a locked file', () => {
  it('is saved, recognised, and opened again with its passphrase only', async () => {
    const { of, notebook, saved, locked } = sharing();
    const packed = await of.pack(await of.prepare(), { offers: new Set(), customers: 'none' }, true);
    if ('key' in packed) throw new Error(packed.key);
    expect(await of.save(packed, 'correct horse')).toBe(true);
    const [{ blob, name }] = saved as [{ blob: Blob; name: string }];
    expect(name).toMatch(/\.regulars\.age$/);
    expect(await locked.receive(new File(['order,customer\n'], 'a.csv'))).toBe(false);
    expect(await locked.receive(new File([blob], 'any name at all'))).toBe(true);

    await locked.unlock('wrong horse');
    expect(locked.asked).toMatchObject({ working: false, problem: { key: 'sharing_passphrase_wrong' } });
    expect(notebook.opened).toEqual([]);
    await locked.unlock('correct horse');
    expect(locked.asked).toBeNull();
    expect(notebook.opened).toEqual([packed.text]);
    expect(QuickWorker.started.every(({ terminated }) => terminated)).toBe(true);
  });

  it('that is cancelled opens nothing, even when its worker was at work', async () => {
    const { of, notebook, saved, locked } = sharing();
    const packed = await of.pack(await of.prepare(), { offers: new Set(), customers: 'none' }, false);
    if ('key' in packed) throw new Error(packed.key);
    await of.save(packed, 'correct horse');
    await locked.receive(new File([saved[0]!.blob], 'x.age'));
    QuickWorker.mute = true;
    const opening = locked.unlock('correct horse');
    await vi.waitFor(() => expect(QuickWorker.started).toHaveLength(2));
    locked.cancel();
    await opening;
    expect(locked.asked).toBeNull();
    expect(notebook.opened).toEqual([]);
    expect(QuickWorker.started[1]!.terminated).toBe(true);
  });

  it('whose worker dies says so and asks again', async () => {
    const { of, saved, locked } = sharing();
    const packed = await of.pack(await of.prepare(), { offers: new Set(), customers: 'none' }, false);
    if ('key' in packed) throw new Error(packed.key);
    await of.save(packed, 'correct horse');
    await locked.receive(new File([saved[0]!.blob], 'x.age'));
    QuickWorker.mute = true;
    const opening = locked.unlock('correct horse');
    await vi.waitFor(() => expect(QuickWorker.started).toHaveLength(2));
    QuickWorker.started[1]!.fail('out of memory');
    await opening;
    expect(locked.asked?.problem?.key).toBe('sharing_passphrase_memory');
  });
});

describe('results sent, then computed here', () => {
  it('agree where nothing changed, and name the number that did', async () => {
    const { of, notebook } = sharing();
    const sent = await documentIn(await of.notebookFile('aggregates'));
    notebook.document = sent;
    const again = sharingOf(notebook);
    expect(again.agreement).toMatchObject({ allAgree: true, same: 1 });
    expect(again.sameData).toBe(true);
    notebook.results = { segments: [{ segment: 'Lost', customers: 4 }] };
    expect(sharingOf(notebook).agreement?.cells[0]?.different).toEqual([
      { key: ['Lost'], column: 'customers', before: 3, after: 4 },
    ]);
    notebook.hasData = false;
    expect(sharingOf(notebook).agreement).toBeNull();
  });

  it('pinned, they can be compared with those shown later, also from a file', async () => {
    const { of, notebook } = sharing();
    await of.pin('May');
    notebook.results = { segments: [{ segment: 'Lost', customers: 6 }] };
    const [may, now] = await of.runs();
    expect([may!.name, now!.id]).toEqual(['May', 'now']);
    expect(of.compare(may!, now!).segments).toEqual([
      { segment: 'Lost', before: 3, after: 6, absolute: 3, relative: 1 },
    ]);
    const file = await of.notebookFile('aggregates');
    expect(await of.runOfFile(new File([file], 'june.regulars.json'))).toHaveProperty('run');
    const none = new File([await of.notebookFile('none')], 'empty.regulars.json');
    expect(await of.runOfFile(none)).toEqual({ key: 'sharing_compare_no_results' });
    of.unpin(notebook.document.pinned![0]!.id);
    expect(notebook.document.pinned).toBeUndefined();
  });
});

const sharingOf = (notebook: FakeNotebook) =>
  new Sharing(notebook as unknown as SharingNotebook, {} as NoticeList, () => undefined);
