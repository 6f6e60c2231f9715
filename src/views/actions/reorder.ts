/** A list whose items can be dragged to another place. */
export interface Reorderable {
  /** The items in their order, as they stand in the page. */
  items: () => HTMLElement[];
  /** Where the dragged one stands, counted from 0. */
  from: () => number;
  ondrag: (dragging: boolean) => void;
  /** Where it is to stand afterwards. */
  ondrop: (to: number) => void;
}

export interface Span {
  top: number;
  bottom: number;
}

/** Pixels that a pointer moves before a press becomes a drag. */
const SLACK = 5;
/** Within so many pixels of the window's edge the page scrolls along, at most so many pixels a frame. */
const EDGE = 72;
const FASTEST = 22;

const LINE = {
  position: 'fixed',
  zIndex: '20',
  height: '2px',
  marginTop: '-1px',
  background: 'var(--accent)',
  pointerEvents: 'none',
};

/** The gap between items that is nearest to a height: 0 is above the first, `spans.length` below the last. */
export function nearestGap(y: number, spans: readonly Span[]): number {
  let nearest = 0;
  let distance = Infinity;
  for (let gap = 0; gap <= spans.length; gap += 1) {
    const away = Math.abs(gapAt(gap, spans) - y);
    if (away < distance) [nearest, distance] = [gap, away];
  }
  return nearest;
}

/** Where a gap's middle is. */
export function gapAt(gap: number, spans: readonly Span[]): number {
  const [above, below] = [spans[gap - 1], spans[gap]];
  if (above && below) return (above.bottom + below.top) / 2;
  return above?.bottom ?? below?.top ?? 0;
}

/** The place of an item, counted among all items afterwards, once it went from `from` into a gap. */
export const placeAfter = (from: number, gap: number): number => (gap > from ? gap - 1 : gap);

/** Pixels to scroll in the next frame; below zero is up. */
export function scrollStep(y: number, height: number): number {
  if (y < EDGE) return -Math.min(FASTEST, (EDGE - y) / 4);
  if (y > height - EDGE) return Math.min(FASTEST, (y - height + EDGE) / 4);
  return 0;
}

/** Lets an element be dragged by pen, finger or mouse. Attach it to the handle; Esc puts everything back. */
export function dragHandle(list: Reorderable): (handle: HTMLElement) => () => void {
  return (handle) => {
    let press: { id: number; y: number } | null = null;
    let y = 0;
    let line: HTMLElement | null = null;
    let frame = 0;

    const spans = (): Span[] => list.items().map((item) => item.getBoundingClientRect());

    function begin() {
      line = document.createElement('div');
      Object.assign(line.style, LINE);
      document.body.append(line);
      list.ondrag(true);
      addEventListener('keydown', onkeydown, true);
      frame = requestAnimationFrame(follow);
    }

    /** Every frame: the page scrolls under a pointer that stands still at its edge. */
    function follow() {
      const scroller = scrollerOf(handle);
      const step = scrollStep(y, innerHeight);
      if (step !== 0) scroller.scrollBy(0, step);
      const all = spans();
      const [box] = list.items().map((item) => item.getBoundingClientRect());
      if (line && box) {
        line.style.left = `${box.left}px`;
        line.style.width = `${box.width}px`;
        line.style.top = `${gapAt(nearestGap(y, all), all)}px`;
      }
      frame = requestAnimationFrame(follow);
    }

    function end(keep: boolean) {
      const dragged = line !== null;
      cancelAnimationFrame(frame);
      removeEventListener('keydown', onkeydown, true);
      line?.remove();
      line = null;
      press = null;
      for (const [name, listener] of whilePressed) removeEventListener(name, listener as EventListener);
      if (!dragged) return;
      // The click that ends a drag is none.
      const swallow = (event: Event) => event.stopPropagation();
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, { capture: true }));
      list.ondrag(false);
      const from = list.from();
      const to = placeAfter(from, nearestGap(y, spans()));
      if (keep && to !== from) list.ondrop(to);
    }

    function onpointerdown(event: PointerEvent) {
      if (event.button !== 0 || !event.isPrimary) return;
      press = { id: event.pointerId, y: event.clientY };
      // On the window, and without capture: a press that becomes no drag is still a click on what is in the handle.
      for (const [name, listener] of whilePressed) addEventListener(name, listener as EventListener);
    }

    function onpointermove(event: PointerEvent) {
      if (event.pointerId !== press?.id) return;
      y = event.clientY;
      if (line) event.preventDefault();
      if (!line && Math.abs(y - press.y) > SLACK) begin();
    }

    const onpointerup = (event: PointerEvent) => event.pointerId === press?.id && end(true);
    const onpointercancel = () => end(false);

    function onkeydown(event: KeyboardEvent) {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      end(false);
    }

    const whilePressed = [
      ['pointermove', onpointermove],
      ['pointerup', onpointerup],
      ['pointercancel', onpointercancel],
    ] as const;
    handle.addEventListener('pointerdown', onpointerdown);
    return () => {
      end(false);
      handle.removeEventListener('pointerdown', onpointerdown);
    };
  };
}

function scrollerOf(element: HTMLElement): Element | Window {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    const { overflowY } = getComputedStyle(parent);
    if (/auto|scroll/.test(overflowY) && parent.scrollHeight > parent.clientHeight) return parent;
  }
  return window;
}
