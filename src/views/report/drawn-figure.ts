import { mount, unmount, type Component } from 'svelte';

/** CSS pixels: the width of a report's column. */
const WIDTH = 960;
/** Figures fetch and measure before they draw; one that is not there by then is left out. */
const PATIENCE_MS = 4_000;

/**
 * A component drawn out of sight at a report's width, as SVG text in the light theme's colours. Null where it draws
 * nothing. It is taken off the page again, whatever happens.
 */
export async function drawnFigure<Props extends Record<string, unknown>>(
  component: Component<Props & { width: number }>,
  props: Props,
): Promise<string | null> {
  const [{ combinedSvg }, { figureSvg }] = await Promise.all([
    import('../../plots/combine'),
    import('../../plots/standalone'),
  ]);
  const target = document.createElement('div');
  target.inert = true;
  target.setAttribute('aria-hidden', 'true');
  target.style.cssText = `position:absolute;left:-100000px;top:0;width:${WIDTH}px`;
  document.body.append(target);
  const mounted = mount(component, { target, props: { ...props, width: WIDTH } });
  try {
    await settled(target);
    const svg = combinedSvg(target);
    return svg && figureSvg(svg);
  } finally {
    await unmount(mounted);
    target.remove();
  }
}

/** Waits until something is drawn and nothing has changed for two frames. */
async function settled(target: HTMLElement): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  let before = '';
  while (performance.now() < until) {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const now = target.innerHTML;
    if (target.querySelector('svg') && now === before) return;
    before = now;
  }
}
