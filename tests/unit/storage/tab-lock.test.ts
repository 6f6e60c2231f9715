import { afterEach, describe, expect, it } from 'vitest';
import { lockNotebook, type TabLock, type TabPlatform } from '../../../src/storage/tab-lock';

/** Web Locks as specified, as far as they are used: exclusive, `ifAvailable`, `signal`, `steal`. */
function fakeLocks(): TabPlatform['locks'] {
  const held = new Map<string, { lose: (error: unknown) => void }>();
  const waiting = new Map<string, (() => void)[]>();
  type Callback = (lock: { name: string } | null) => unknown;
  function grant(name: string, callback: Callback): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const holder = { lose: reject };
      held.set(name, holder);
      void Promise.resolve(callback({ name })).then((value) => {
        resolve(value);
        if (held.get(name) !== holder) return;
        held.delete(name);
        waiting.get(name)?.shift()?.();
      });
    });
  }
  async function request(name: string, options: LockOptions, callback: Callback): Promise<unknown> {
    await Promise.resolve();
    if (options.steal) held.get(name)?.lose(new DOMException('stolen', 'AbortError'));
    else if (held.has(name)) {
      if (options.ifAvailable) return callback(null);
      await new Promise<void>((resolve, reject) => {
        waiting.set(name, [...(waiting.get(name) ?? []), resolve]);
        options.signal?.addEventListener('abort', () => {
          waiting.set(name, waiting.get(name)?.filter((other) => other !== resolve) ?? []);
          reject(options.signal?.reason as Error);
        });
      });
    }
    return grant(name, callback);
  }
  return { request } as unknown as TabPlatform['locks'];
}

const open: TabLock[] = [];
const channels: BroadcastChannel[] = [];
afterEach(() => {
  open.splice(0).forEach((lock) => lock.release());
  channels.splice(0).forEach((channel) => channel.close());
});

function browser(locks = fakeLocks(), patience = 2_000): TabPlatform {
  const channel = (name: string) => {
    const made = new BroadcastChannel(name);
    channels.push(made);
    return made;
  };
  return { locks, patience, channel };
}

async function tab(platform: TabPlatform, beforeRelease = async () => {}) {
  const log: string[] = [];
  const events = {
    beforeRelease: async () => {
      log.push('saving');
      await beforeRelease();
    },
    changed: (writable: boolean) => void log.push(writable ? 'writable' : 'read-only'),
  };
  const lock = await lockNotebook('n-1', events, platform);
  open.push(lock);
  return { lock, log };
}

describe('one notebook in two tabs', () => {
  it('the first may edit, the second may not', async () => {
    const platform = browser();
    expect((await tab(platform)).lock.writable).toBe(true);
    expect((await tab(platform)).lock.writable).toBe(false);
  });

  it('the second takes over once the first has saved', async () => {
    const platform = browser();
    const first = await tab(platform);
    const second = await tab(platform);
    await second.lock.takeOver();
    expect([first.lock.writable, second.lock.writable]).toEqual([false, true]);
    expect(first.log).toEqual(['writable', 'saving', 'read-only']);
    await first.lock.takeOver();
    expect([first.lock.writable, second.lock.writable]).toEqual([true, false]);
  });

  it('a tab that cannot save still lets go', async () => {
    const platform = browser();
    const first = await tab(platform, () => Promise.resolve());
    const second = await tab(platform);
    await second.lock.takeOver();
    expect(first.lock.writable).toBe(false);
  });

  it('a frozen tab loses the lock after a while', async () => {
    const platform = browser(fakeLocks(), 50);
    const first = await tab(platform, () => new Promise(() => {}));
    const second = await tab(platform);
    await second.lock.takeOver();
    expect(second.lock.writable).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(first.log).toEqual(['writable', 'saving', 'read-only']);
  });

  it('closing the notebook frees it for the next', async () => {
    const platform = browser();
    const first = await tab(platform);
    first.lock.release();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect((await tab(platform)).lock.writable).toBe(true);
    expect(first.log).toEqual(['writable']);
  });
});

describe('where locks do not work', () => {
  it.each([
    ['there are none', undefined],
    ['the page may not use them', { request: () => Promise.reject(new DOMException('', 'SecurityError')) }],
  ])('%s: every tab may edit', async (_, locks) => {
    const platform = { ...browser(), locks: locks as TabPlatform['locks'] };
    expect((await tab(platform)).lock.writable).toBe(true);
    expect((await tab(platform)).lock.writable).toBe(true);
  });
});
