import { expose } from 'comlink';

/** What stands in for a browser's worker: an interface behind a channel, deaf and mute once it is ended. */
export class ChannelWorker extends EventTarget {
  terminated = false;
  private readonly channel = new MessageChannel();

  /** Makes the worker's own side reachable. */
  protected expose(api: object): void {
    expose(api, this.channel.port2);
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
