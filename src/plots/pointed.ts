import type { HTMLAttributes } from 'svelte/elements';

/**
 * Handlers of a `Figure`'s `control`: a click chooses what the tip points at, which Plot keeps as the drawing's value.
 * For pointers only: whoever offers it offers the same as native controls.
 */
export function choosingPointed<Datum>(choose: (datum: Datum) => void): HTMLAttributes<HTMLDivElement> {
  return {
    // Plot would hold the tip at a click, so that the next one pointed at what was held.
    onpointerdowncapture: (event) => event.stopPropagation(),
    onclick: (event) => {
      const drawing: (SVGSVGElement & { value?: Datum | null }) | null =
        event.currentTarget.querySelector('svg');
      const datum = drawing?.value ?? null;
      if (datum !== null) choose(datum);
    },
  };
}
