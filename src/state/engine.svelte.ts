import { downloadEngine } from '../engine/assets';
import type { EngineClient } from '../engine/client';
import type { SealReport } from '../engine/protocol';
import { attemptsFromPage, forbidConnections } from '../engine/seal';
import type { EngineState } from './contracts';

/** The engine as the page sees it: started once, sealed, started again whenever it is lost. */
export class Engine implements EngineState {
  status = $state<EngineState['status']>('starting');
  progress = $state(0);
  seal = $state.raw<SealReport | null>(null);
  private started: Promise<EngineClient> | null = null;
  private readonly onRestart = new Set<() => void>();

  /** The running engine. Rejects where it cannot be started at all. */
  client(): Promise<EngineClient> {
    this.started ??= this.start();
    return this.started;
  }

  /** Called after the engine was lost and is running again, empty. */
  afterRestart(listener: () => void): void {
    this.onRestart.add(listener);
  }

  async testSeal(): Promise<void> {
    const client = await this.client();
    const attempts = [...(await attemptsFromPage()), ...(await client.testSeal())];
    this.seal = {
      sealed: attempts.every((attempt) => attempt.refused),
      at: new Date().toISOString(),
      attempts,
    };
  }

  private async start(): Promise<EngineClient> {
    try {
      const [assets, { EngineClient }] = await Promise.all([
        downloadEngine((share) => (this.progress = share)),
        import('../engine/client'),
      ]);
      // Development reloads modules over the network; what is served to people never does.
      if (import.meta.env.PROD) forbidConnections();
      const client = new EngineClient(assets, () => void this.restart(client));
      await client.start();
      this.status = 'ready';
      return client;
    } catch (error) {
      this.status = 'failed';
      throw error;
    }
  }

  private async restart(client: EngineClient): Promise<void> {
    this.status = 'lost';
    try {
      // Who asks for the engine meanwhile waits for the new one.
      this.started = client.start().then(() => client);
      await this.started;
      this.status = 'ready';
      for (const listener of this.onRestart) listener();
    } catch {
      // Nothing runs without the engine: the page says so and offers a reload.
      this.status = 'failed';
    }
  }
}
