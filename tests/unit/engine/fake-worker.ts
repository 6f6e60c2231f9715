import type { EngineApi, Outcome } from '../../../src/engine/protocol';
import { ChannelWorker } from './channel-worker';

type Settle = (outcome: Outcome<never>) => void;

/** A worker that answers `boot` and nothing else until it is told to. */
export class FakeWorker extends ChannelWorker {
  static readonly started: FakeWorker[] = [];
  static bootFails = false;
  readonly calls = new Map<string, Settle>();
  readonly cancelled: string[] = [];

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
      rehearse: answerLater,
      cancel: async (job: string) => void this.cancelled.push(job),
    };
    this.expose(api satisfies Partial<Record<keyof EngineApi, unknown>>);
  }
}
