import { expose } from 'comlink';
import type { EngineApi, Outcome } from '../../../src/engine/protocol';

type Settle = (outcome: Outcome<never>) => void;

/** A worker that answers `boot` and nothing else until it is told to. */
export class FakeWorker extends EventTarget {
  static readonly started: FakeWorker[] = [];
  static bootFails = false;
  readonly calls = new Map<string, Settle>();
  readonly cancelled: string[] = [];
  terminated = false;
  private readonly channel = new MessageChannel();

  constructor() {
    super();
    FakeWorker.started.push(this);
    const answerLater = (job: string) => new Promise((resolve) => this.calls.set(job, resolve as Settle));
    const api = {
      boot: async () =>
        FakeWorker.bootFails
          ? {
              ok: false,
              failure: { kind: 'sql', message: 'DuckDB did not start', position: null, candidates: [] },
            }
          : { ok: true, value: { version: 'fake' } },
      query: answerLater,
      run: answerLater,
      cancel: async (job: string) => void this.cancelled.push(job),
    };
    expose(api satisfies Partial<Record<keyof EngineApi, unknown>>, this.channel.port2);
    this.channel.port1.onmessage = ({ data }) => {
      if (!this.terminated) this.dispatchEvent(new MessageEvent('message', { data }));
    };
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.terminated) this.channel.port1.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated = true;
    this.channel.port1.close();
  }

  /** As a worker whose script throws. */
  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}
