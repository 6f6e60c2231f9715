import type { Page } from '@playwright/test';

/** One task of the page's main thread, in milliseconds. */
export interface Task {
  /** From its start to its end: what somebody waits, also while other programs have the processor. */
  wall: number;
  /** Of these, what the page itself worked. */
  work: number;
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds on the clock, and of the thread's processor time. */
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

/** Every task of the page's main thread while something is done, longest work first. */
export async function tasksDuring(page: Page, act: () => Promise<void>): Promise<Task[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser');
  await browser.startTracing(page, { categories: ['__metadata', 'disabled-by-default-devtools.timeline'] });
  try {
    await act();
  } finally {
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    return mainThreadTasks(trace.traceEvents);
  }
}

function mainThreadTasks(events: readonly TraceEvent[]): Task[] {
  const thread = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
  const main = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(thread),
  );
  return events
    .filter((event) => event.name === 'RunTask' && main.has(thread(event)))
    .map(({ dur = 0, tdur = dur }) => ({ wall: dur / 1000, work: tdur / 1000 }))
    .sort((a, b) => b.work - a.work);
}

/** What the import dialog's bar shows, by the dialog's title, from now on. */
export async function watchProgress(page: Page): Promise<() => Promise<Record<string, number[]>>> {
  await page.evaluate(() => {
    const shown: Record<string, number[]> = {};
    Object.assign(window, { shown });
    const look = () => {
      const bar = document.querySelector<HTMLProgressElement>('dialog progress');
      const title = document.querySelector('dialog h2')?.textContent;
      if (bar?.hasAttribute('value') && title) (shown[title] ??= []).push(bar.value);
      requestAnimationFrame(look);
    };
    look();
  });
  return () => page.evaluate(() => (window as unknown as { shown: Record<string, number[]> }).shown);
}

/**
 * Waits in the page until the dialog's bar has come so far, presses Cancel, and gives the milliseconds until the bar is
 * gone. Timed there: the way between test and page must not count.
 */
export async function cancelAt(page: Page, share: number): Promise<number> {
  return page.evaluate(async (least) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const bar = () => document.querySelector<HTMLProgressElement>('dialog progress');
    while ((bar()?.value ?? -1) < least) await frame();
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('dialog button')];
    const cancel = buttons.find((button) => button.textContent?.trim() === 'Cancel');
    if (!cancel) throw new Error('The dialog has no Cancel');
    const since = performance.now();
    cancel.click();
    while (bar()) await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - since;
  }, share);
}

/**
 * Accepts the import dialog as soon as it can be, and waits until it is gone. By the cheapest look there is, once a
 * frame: a locator by role costs the main thread tens of milliseconds each time it is asked.
 */
export async function importWithoutLooking(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const accept = () =>
      [...document.querySelectorAll<HTMLButtonElement>('dialog button')].find(
        (button) => !button.disabled && /^Import [\d,]+ orders$/.test(button.textContent?.trim() ?? ''),
      );
    while (!accept()) await frame();
    accept()?.click();
    while (document.querySelector('dialog')) await frame();
  });
}
