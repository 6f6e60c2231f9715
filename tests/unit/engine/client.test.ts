import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient } from '../../../src/engine/client';
import { Engine } from '../../../src/state/engine.svelte';
import type { EngineAssets } from '../../../src/engine/protocol';
import { FakeWorker } from './fake-worker';

vi.mock('../../../src/worker/engine.worker.ts?worker&inline', async () => ({
  default: (await import('./fake-worker')).FakeWorker,
}));
vi.mock('../../../src/engine/assets', () => ({
  downloadEngine: async () => ({ module: new ArrayBuffer(0), script: '' }),
}));

const ASSETS: EngineAssets = { module: new ArrayBuffer(0), script: '' };
const LOST = { ok: false, failure: { kind: 'engine-lost', message: expect.any(String) } };

const worker = (index = FakeWorker.started.length - 1): FakeWorker => {
  const found = FakeWorker.started[index];
  if (!found) throw new Error(`No worker ${index} was started`);
  return found;
};

/** Until the worker has the call: messages take their time, also between fakes. */
const received = (job: string, on = worker()) => vi.waitFor(() => expect(on.calls.has(job)).toBe(true));

async function started() {
  const onLost = vi.fn();
  const client = new EngineClient(ASSETS, onLost);
  await client.start();
  return { client, onLost };
}

beforeEach(() => {
  FakeWorker.started.length = 0;
  FakeWorker.bootFails = false;
});
afterEach(() => {
  vi.useRealTimers();
  for (const each of FakeWorker.started) each.terminate();
});

describe('EngineClient', () => {
  it('names every job anew', async () => {
    const { client } = await started();
    expect(new Set([client.newJob(), client.newJob(), client.newJob()]).size).toBe(3);
  });

  it('rejects to start where DuckDB does not', async () => {
    FakeWorker.bootFails = true;
    await expect(new EngineClient(ASSETS, vi.fn()).start()).rejects.toThrow('DuckDB did not start');
  });

  it.each([
    ['its script throws', (dead: FakeWorker) => dead.fail('out of memory')],
    ['a message cannot be read', (dead: FakeWorker) => dead.dispatchEvent(new Event('messageerror'))],
    [
      'it says itself that it is lost',
      (dead: FakeWorker) =>
        dead.calls.get('b')?.({ ok: false, failure: { kind: 'engine-lost', message: 'trap' } }),
    ],
  ])('settles every call under way as lost when %s', async (_, die) => {
    const { client, onLost } = await started();
    const calls = ['a', 'b', 'c'].map((job) => client.query(job, 'select 1'));
    await received('c');
    die(worker());
    expect(await Promise.all(calls)).toEqual([LOST, LOST, LOST]);
    expect(worker().terminated).toBe(true);
    expect(onLost).toHaveBeenCalledTimes(1);
  });

  it('runs on a new worker after that, and hears nothing more of the old one', async () => {
    const { client, onLost } = await started();
    const lost = client.query('a', 'select 1');
    await received('a');
    worker(0).fail('trap');
    await lost;
    await client.start();
    worker(0).fail('again');
    const answer = client.query('a', 'select 1');
    await received('a', worker(1));
    worker(1).calls.get('a')?.({ ok: true, value: 'fresh' as never });
    expect(await answer).toEqual({ ok: true, value: 'fresh' });
    expect(onLost).toHaveBeenCalledTimes(1);
    expect(FakeWorker.started).toHaveLength(2);
  });

  it('refuses calls between the loss and the new start', async () => {
    const { client } = await started();
    worker().fail('trap');
    await expect(client.query('a', 'select 1')).rejects.toThrow('has not been started');
  });

  describe('a rehearsal', () => {
    it('is given up for whatever else is asked for', async () => {
      const { client } = await started();
      const rehearsed = client.rehearse([]);
      await received('job-1');
      const asked = client.query('q', 'select 1');
      await received('q');
      expect(worker().cancelled).toEqual(['job-1']);
      worker().calls.get('job-1')?.({ ok: false, failure: { kind: 'cancelled' } });
      worker().calls.get('q')?.({ ok: true, value: 1 as never });
      expect(await asked).toEqual({ ok: true, value: 1 });
      await rehearsed;
      void client.query('later', 'select 1');
      await received('later');
      expect(worker().cancelled).toEqual(['job-1']);
    });

    it('is not begun while something is asked for', async () => {
      const { client } = await started();
      void client.query('q', 'select 1');
      await received('q');
      await client.rehearse([]);
      expect([...worker().calls.keys()]).toEqual(['q']);
    });
  });

  describe('cancel', () => {
    beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    const messages = () => new Promise((resolve) => setImmediate(resolve));

    async function calling() {
      const { client, onLost } = await started();
      const call = client.run('slow', { steps: [], variables: {}, results: {}, members: null });
      const other = client.query('queued', 'select 1');
      while (!worker().calls.has('queued')) await messages();
      return { client, onLost, call, other };
    }

    it('asks the worker, which ends the job', async () => {
      const { client, onLost, call, other } = await calling();
      client.cancel('slow');
      while (worker().cancelled.length === 0) await messages();
      expect(worker().cancelled).toEqual(['slow']);
      worker().calls.get('slow')?.({ ok: false, failure: { kind: 'cancelled' } });
      expect(await call).toEqual({ ok: false, failure: { kind: 'cancelled' } });
      await vi.advanceTimersByTimeAsync(10_000);
      expect(worker().terminated).toBe(false);
      expect(onLost).not.toHaveBeenCalled();
      worker().calls.get('queued')?.({ ok: true, value: 1 as never });
      expect(await other).toEqual({ ok: true, value: 1 });
    });

    it('ends a worker that does not answer within two seconds, and tells every call', async () => {
      const { client, onLost, call, other } = await calling();
      client.cancel('slow');
      await vi.advanceTimersByTimeAsync(1_999);
      expect(worker().terminated).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect(worker().terminated).toBe(true);
      expect(await Promise.all([call, other])).toEqual([LOST, LOST]);
      expect(onLost).toHaveBeenCalledTimes(1);
    });

    it('leaves the new worker alone when the old one was cancelled', async () => {
      const { client, onLost, call } = await calling();
      client.cancel('slow');
      worker(0).fail('trap');
      await call;
      await client.start();
      const again = client.query('slow', 'select 1');
      while (!worker(1).calls.has('slow')) await messages();
      await vi.advanceTimersByTimeAsync(5_000);
      expect(worker(1).terminated).toBe(false);
      worker(1).calls.get('slow')?.({ ok: true, value: 2 as never });
      expect(await again).toEqual({ ok: true, value: 2 });
      expect(onLost).toHaveBeenCalledTimes(1);
    });

    it('does nothing for a job that has ended or never was', async () => {
      const { client, onLost, call } = await calling();
      worker().calls.get('slow')?.({ ok: true, value: 3 as never });
      await call;
      client.cancel('slow');
      client.cancel('unheard of');
      await vi.advanceTimersByTimeAsync(5_000);
      expect(worker().cancelled).toEqual([]);
      expect(onLost).not.toHaveBeenCalled();
    });
  });
});

describe('Engine', () => {
  it('starts the engine again whenever it is lost, then tells who wants to know', async () => {
    const engine = new Engine();
    const restarted = vi.fn();
    engine.afterRestart(restarted);
    const client = await engine.client();
    expect(engine.status).toBe('ready');
    for (const time of [1, 2]) {
      const call = client.query('a', 'select 1');
      await received('a');
      worker().fail('trap');
      expect(await call).toEqual(LOST);
      expect(engine.status).toBe('lost');
      await vi.waitFor(() => expect(restarted).toHaveBeenCalledTimes(time));
      expect(engine.status).toBe('ready');
      expect(FakeWorker.started).toHaveLength(time + 1);
    }
    expect(await engine.client()).toBe(client);
  });

  it('lets who asks for it meanwhile wait for the new one', async () => {
    const engine = new Engine();
    await engine.client();
    worker().fail('trap');
    expect(engine.status).toBe('lost');
    await engine.client();
    expect(engine.status).toBe('ready');
  });

  it('says that it failed where it cannot be started again', async () => {
    const engine = new Engine();
    await engine.client();
    FakeWorker.bootFails = true;
    worker().fail('trap');
    await vi.waitFor(() => expect(engine.status).toBe('failed'));
  });
});
