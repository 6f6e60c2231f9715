import ResultChart from '../sql/ResultChart.svelte';
import type { Draw } from './cell-results';
import { drawnFigure } from './drawn-figure';

/** Figures as the notebook draws them, out of sight. Brings Plot along: import it when it is needed. */
export const drawOffPage: Draw = {
  figure: async (definition, props) => drawnFigure((await definition.figure()).default, { ...props }),
  chart: (cell, { shape, rows }) =>
    drawnFigure(ResultChart, {
      shape,
      rows,
      choice: cell.chart ?? null,
      onchange: () => undefined,
      readonly: true,
    }),
};
