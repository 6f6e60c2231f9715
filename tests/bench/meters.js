/**
 * Put into the page before any of its own code: measures from inside, so that no round trip to the driver is in a
 * number. `window.bench` is only there under the bench.
 */
(() => {
  const tasks = [];
  const steps = [];
  let frames = null;
  const watchedThroughout = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration });
  });
  watchedThroughout.observe({ type: 'longtask', buffered: true });

  // The worker tells its progress over ports: their messages say when each step of an import began.
  const listen = MessagePort.prototype.addEventListener;
  MessagePort.prototype.addEventListener = function (type, listener, ...rest) {
    if (type === 'message') {
      listen.call(this, type, (event) => {
        const progress = event.data?.argumentList?.[0]?.value;
        if (progress?.stage)
          steps.push({ at: performance.now(), stage: progress.stage, share: progress.share });
      });
    }
    return listen.call(this, type, listener, ...rest);
  };

  let firstResult = null;
  let ready = null;
  const look = () => {
    if (firstResult === null && document.querySelector('[data-cell] .headline'))
      firstResult = performance.now();
    if (ready === null && window.regulars) {
      ready = 0;
      void window.regulars.ready.then(() => (ready = performance.now()));
    }
    if (firstResult === null || ready === null) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  const until = (holds) =>
    new Promise((resolve) => {
      const check = () => (holds() ? resolve(performance.now()) : requestAnimationFrame(check));
      check();
    });
  const cellOf = (analysis) => {
    const { cells } = window.regulars.getDocument();
    return document.querySelector(`[data-cell="${cells.find((cell) => cell.analysis === analysis).id}"]`);
  };
  const UNFINISHED = ['idle', 'queued', 'running'];
  const statusOf = (cell) => cell.querySelector('[data-status]')?.dataset.status ?? 'idle';
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
  const isBusy = (cell) => cell.querySelector('[role="tabpanel"]').getAttribute('aria-busy') === 'true';

  /** A run can begin and end between two frames: only what was changed tells. */
  const busyAndDone = (cell) =>
    new Promise((resolve) => {
      const observer = new MutationObserver((changes) => {
        if (isBusy(cell) || !changes.some(({ oldValue }) => oldValue === 'true')) return;
        observer.disconnect();
        resolve();
      });
      const panel = cell.querySelector('[role="tabpanel"]');
      observer.observe(panel, { attributeFilter: ['aria-busy'], attributeOldValue: true });
    });

  window.bench = {
    until,
    cellOf,
    isBusy,
    statusOf,
    ready: () => ready,
    firstResult: () => firstResult,
    stepsSince: (from) => steps.filter(({ at }) => at >= from),

    /** Begins to watch the main thread; the function it returns ends it and gives what was seen. */
    watch() {
      const from = performance.now();
      let last = from;
      const gaps = [];
      const tick = (now) => {
        gaps.push(now - last);
        last = now;
        frames = requestAnimationFrame(tick);
      };
      frames = requestAnimationFrame(tick);
      return async () => {
        // Long tasks are told of after they end.
        await new Promise((resolve) => setTimeout(resolve, 50));
        cancelAnimationFrame(frames);
        const long = tasks.filter(({ startTime }) => startTime >= from);
        const longest = long.reduce((worst, task) => (task.duration > worst.duration ? task : worst), {
          duration: 0,
          startTime: from,
        });
        return {
          longestTask: longest.duration,
          /** Milliseconds after the watch began. */
          longestAt: longest.startTime - from,
          longTasks: long.length,
          longestFrame: Math.max(0, ...gaps),
        };
      };
    },

    /** Until every cell that asks something has run and shows what came of it; texts and headings ask nothing. */
    allRun: () =>
      until(() =>
        window.regulars
          .getDocument()
          .cells.filter(({ kind }) => kind !== 'text')
          .every(({ id }) => {
            const cell = document.querySelector(`[data-cell="${id}"]`);
            const status = cell ? statusOf(cell) : 'idle';
            return status === 'current' ? cell.querySelector('.headline') : !UNFINISHED.includes(status);
          }),
      ),

    /** Runs a cell by its menu; resolves with milliseconds until its results are painted. */
    async runCell(analysis) {
      const cell = cellOf(analysis);
      const menus = cell.querySelector('header').querySelectorAll('button[aria-haspopup="menu"]');
      menus[menus.length - 1].click();
      const run = () =>
        [...cell.querySelectorAll('[role="menuitem"]')].find(
          // Its key stands beside the word.
          (item) => item.querySelector('span')?.textContent.trim() === 'Run',
        );
      await until(() => run() && !run().disabled);
      const done = busyAndDone(cell);
      const begun = performance.now();
      run().click();
      await done;
      return (await nextFrame()) - begun;
    },

    /** The file of our own input, let go over the page. */
    drop() {
      const data = new DataTransfer();
      data.items.add(document.querySelector('#bench-file').files[0]);
      document.body.dispatchEvent(
        new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }),
      );
    },

    /** Presses the dialog's button of this name as soon as `when` holds; resolves with the time of the press. */
    async press(name, when = () => true) {
      const button = () =>
        [...document.querySelectorAll('dialog button')].find(
          (candidate) => candidate.textContent.trim().startsWith(name) && !candidate.disabled,
        );
      await until(() => button() && when());
      const at = performance.now();
      button().click();
      return at;
    },

    /** How far the dialog's progress bar is, 0…1; null without one. */
    progress: () => {
      const bar = document.querySelector('dialog progress');
      return bar && bar.hasAttribute('value') ? bar.value : null;
    },
  };
})();
