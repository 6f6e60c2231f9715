import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Opener } from '../../../src/engine/opener';
import type { Opened, OpeningApi, OpeningProgress } from '../../../src/engine/opening-protocol';
import type { Outcome } from '../../../src/engine/protocol';
import { ChannelWorker } from './channel-worker';

const EMPTY: Opened = { tables: [], sheets: [], passedOver: [] };

/** A worker that tells of half the bytes and answers when it is told to. */
class FakeWorker extends ChannelWorker {
  static readonly started: FakeWorker[] = [];
  answer: ((outcome: Outcome<Opened>) => void) | null = null;
  fails: ((error: Error) => void) | null = null;

  constructor() {
    super();
    FakeWorker.started.push(this);
    const api: Pick<OpeningApi, 'open'> = {
      open: (_, __, onProgress) => {
        onProgress({ bytes: 1, totalBytes: 2 });
        return new Promise((resolve, reject) => {
          this.answer = resolve;
          this.fails = reject;
        });
      },
    };
    this.expose(api);
  }
}

// Looked up when a worker is started: mocks are made before classes.
vi.mock('../../../src/worker/opening.worker.ts?worker&inline', () => ({
  default: function () {
    return new FakeWorker();
  },
}));

const worker = (index = 0): FakeWorker => FakeWorker.started[index]!;
const begun = (index = 0) => vi.waitFor(() => expect(worker(index)?.answer).not.toBeNull());

beforeEach(() => void (FakeWorker.started.length = 0));
afterEach(() => FakeWorker.started.forEach((each) => each.terminate()));

describe('Opener', () => {
  it('opens each drop in a worker of its own and ends it', async () => {
    const opener = new Opener();
    const told: OpeningProgress[] = [];
    const first = opener.open([], {}, (progress) => told.push(progress));
    await begun();
    await vi.waitFor(() => expect(told).toEqual([{ bytes: 1, totalBytes: 2 }]));
    worker().answer!({ ok: true, value: EMPTY });
    expect(await first).toEqual({ ok: true, value: EMPTY });
    expect(worker().terminated).toBe(true);
    const second = opener.open([], {}, vi.fn());
    await begun(1);
    worker(1).answer!({
      ok: false,
      failure: { kind: 'refused', reason: { key: 'opening_refused_nothing' } },
    });
    expect(await second).toMatchObject({ ok: false, failure: { kind: 'refused' } });
    expect(FakeWorker.started.map(({ terminated }) => terminated)).toEqual([true, true]);
  });

  it('a worker that has opened an example takes the next drop', async () => {
    const prepared = Opener.prepare(new File([], 'example.csv'));
    await begun();
    const example = { ...EMPTY, passedOver: [] };
    worker().answer!({ ok: true, value: example });
    expect(await prepared).toEqual(example);
    const opened = new Opener().open([], {}, vi.fn());
    const answered = worker().answer;
    await vi.waitFor(() => expect(worker().answer).not.toBe(answered));
    expect(FakeWorker.started).toHaveLength(1);
    worker().answer!({ ok: true, value: EMPTY });
    expect(await opened).toEqual({ ok: true, value: EMPTY });
    expect(worker().terminated).toBe(true);
    void new Opener().open([], {}, vi.fn());
    await begun(1);
  });

  it('one that dies over the example, or after it, takes none', async () => {
    const prepared = Opener.prepare(new File([], 'example.csv'));
    await begun();
    worker().fail('gone');
    expect(await prepared).toBeNull();
    const again = Opener.prepare(new File([], 'example.csv'));
    await begun(1);
    worker(1).answer!({ ok: true, value: EMPTY });
    await again;
    worker(1).fail('gone');
    void new Opener().open([], {}, vi.fn());
    await begun(2);
  });

  it('cancel ends the worker at once and settles what was under way', async () => {
    const opener = new Opener();
    const opened = opener.open([], {}, vi.fn());
    await begun();
    opener.cancel();
    expect(worker().terminated).toBe(true);
    expect(await opened).toEqual({ ok: false, failure: { kind: 'cancelled' } });
    opener.cancel();
  });

  it.each([
    ['its script throws', (dead: FakeWorker) => dead.fail('gone')],
    ['a message cannot be read', (dead: FakeWorker) => dead.dispatchEvent(new Event('messageerror'))],
  ])('settles where %s', async (_, kill) => {
    const opened = new Opener().open([], {}, vi.fn());
    await begun();
    kill(worker());
    expect(await opened).toMatchObject({ ok: false, failure: { kind: 'out-of-memory' } });
    expect(worker().terminated).toBe(true);
  });

  it('a mistake of ours is thrown, and the worker ended all the same', async () => {
    const opened = new Opener().open([], {}, vi.fn());
    await begun();
    worker().fails!(new Error('a mistake'));
    await expect(opened).rejects.toThrow('a mistake');
    expect(worker().terminated).toBe(true);
  });
});
