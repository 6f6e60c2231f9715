import { mount, unmount, type Component } from 'svelte';
import type { ReportBlock } from '../../exports/report/types';
import { drawnBlocks } from './drawn-blocks';

/** CSS pixels: the width of a page between its margins, so that a figure is printed in its own size. */
const WIDTH = 680;
/** Figures fetch and measure before they draw; one that is not there by then is left out. */
const PATIENCE_MS = 4_000;
const LOOK_EVERY_MS = 40;

/**
 * A component drawn out of sight at a report's width, in the light theme's colours. Empty where it draws nothing. It is
 * taken off the page again, whatever happens.
 */
export async function drawnFigure<Props extends Record<string, unknown>>(
  component: Component<Props & { width: number }>,
  props: Props,
): Promise<ReportBlock[]> {
  const { figureSvg } = await import('../../plots/standalone');
  const target = document.createElement('div');
  target.inert = true;
  target.setAttribute('aria-hidden', 'true');
  target.style.cssText = `position:absolute;left:-100000px;top:0;width:${WIDTH}px;color-scheme:light`;
  document.body.append(target);
  const mounted = mount(component, { target, props: { ...props, width: WIDTH } });
  try {
    await settled(target);
    return [...target.children].flatMap((child) => drawnBlocks(child, figureSvg));
  } finally {
    await unmount(mounted);
    target.remove();
  }
}

/**
 * Waits until something is drawn, no figure's place is still empty, and nothing has changed between two looks. Timers
 * rather than frames: a page in the background has none.
 */
async function settled(target: HTMLElement): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  let before = '';
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const now = target.innerHTML;
    const isDrawn = target.querySelector('svg, table, dl, p') && !target.querySelector('figure > div:empty');
    if (isDrawn && now === before) return;
    before = now;
  }
}
