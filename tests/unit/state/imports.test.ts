import { describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../../src/state/engine.svelte';
import type { FileExporter } from '../../../src/state/file-exporter';
import { Imports } from '../../../src/state/imports.svelte';
import type { Notebook } from '../../../src/state/notebook.svelte';
import type { NoticeList } from '../../../src/state/notices.svelte';

vi.mock('../../../src/state/new-opener', () => ({
  loadOpener: () => Promise.resolve(),
  newOpener: () =>
    Promise.resolve({
      open: () => Promise.resolve({ ok: true, value: { tables: [], sheets: [], passedOver: [] } }),
      cancel: () => undefined,
    }),
}));

const untilAsked = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Imports over an engine whose jobs never end by themselves. */
function importing(openFile: (file: File) => Promise<boolean> = () => Promise.resolve(true)) {
  let jobs = 0;
  const never = () => new Promise<never>(() => undefined);
  const client = {
    newJob: () => `job-${(jobs += 1)}`,
    stage: vi.fn<(job: string) => Promise<never>>(never),
    cancel: vi.fn<(job: string) => void>(),
    discard: vi.fn(() => Promise.resolve()),
  };
  const say = vi.fn<(text: string, tone?: string) => void>();
  const imports = new Imports(
    { client: () => Promise.resolve(client) } as unknown as Engine,
    { document: null, hasData: false, openFile } as unknown as Notebook,
    { say } as unknown as NoticeList,
    {} as FileExporter,
  );
  return { imports, client, say };
}

describe('cancelling an import', () => {
  it('stops the reading that is under way, and not only the dialog', async () => {
    const { imports, client } = importing();
    void imports.receive([new File(['customer,date,amount\n'], 'orders.csv')]);
    await untilAsked();
    const [job] = client.stage.mock.calls[0]!;
    expect(imports.phase.kind).toBe('reading');

    imports.cancel();
    expect(imports.phase.kind).toBe('closed');
    await untilAsked();
    expect(client.cancel.mock.calls.flat()).toContain(job);
    expect(client.discard).toHaveBeenCalledOnce();
    expect(client.cancel.mock.invocationCallOrder.at(-1)!).toBeLessThan(
      client.discard.mock.invocationCallOrder[0]!,
    );
  });
});

describe('a notebook dropped together with its data', () => {
  const notebook = new File(['{}'], 'spring.regulars.json');
  const orders = new File(['customer,date,amount\n'], 'orders.csv');

  it('is opened first, and then the data is read', async () => {
    const openFile = vi.fn(() => Promise.resolve(true));
    const { imports, client } = importing(openFile);
    void imports.receive([orders, notebook]);
    await untilAsked();
    await untilAsked();
    expect(openFile).toHaveBeenCalledExactlyOnceWith(notebook);
    expect(imports.phase).toMatchObject({ kind: 'reading', name: 'orders.csv' });
    expect(client.stage).toHaveBeenCalledOnce();
  });

  it('keeps its data to itself where it is refused', async () => {
    const { imports, client } = importing(() => Promise.resolve(false));
    await imports.receive([notebook, orders]);
    expect(imports.phase.kind).toBe('closed');
    expect(client.stage).not.toHaveBeenCalled();
  });

  it('says which of several was opened', async () => {
    const { imports, say } = importing();
    await imports.receive([notebook, new File(['{}'], 'summer.regulars.json')]);
    expect(say.mock.calls[0]![0]).toContain('only spring.regulars.json was opened');
    expect(imports.phase.kind).toBe('closed');
  });
});
