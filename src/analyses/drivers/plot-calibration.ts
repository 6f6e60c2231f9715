import * as Plot from '@observablehq/plot';
import { formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { shareTop } from '../../plots/share-intervals';
import { COLOURS, FONT, plotDefaults, tickPercent, unitOnTopTick } from '../../plots/theme';
import type { CalibrationRow } from './findings';

const HEIGHT = 240;
const MOST_WIDE = 420;

/** What was predicted for customers held out against what happened, by tenths; the diagonal is a model that is right. */
export function calibrationPlot(rows: readonly CalibrationRow[], available: number): SVGSVGElement {
  const width = Math.min(available, MOST_WIDE);
  const top = shareTop(Math.max(...rows.flatMap(({ predicted, high }) => [predicted, high ?? 0])));
  const axis = { ticks: [0, 0.25, 0.5, 0.75, 1].map((part) => part * top), tickSize: 0, fill: COLOURS.label };
  const tickFormat = unitOnTopTick(tickPercent, '%');
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: HEIGHT,
    marginBottom: 44,
    x: { domain: [0, top], axis: null },
    y: { domain: [0, top], axis: null },
    marks: [
      Plot.gridY({ ticks: axis.ticks, stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisY({ ...axis, tickPadding: 8, label: null, tickFormat }),
      Plot.axisX({
        ...axis,
        tickPadding: 8,
        label: m.drivers_column_predicted(),
        labelAnchor: 'center',
        labelArrow: 'none',
        tickFormat,
      }),
      Plot.link([0], { x1: 0, y1: 0, x2: top, y2: top, stroke: COLOURS.secondary, strokeDasharray: '2,3' }),
      Plot.ruleX(
        rows.filter(({ low, high }) => low !== null && high !== null),
        { x: 'predicted', y1: 'low', y2: 'high', stroke: COLOURS.main, strokeWidth: 1.5 },
      ),
      Plot.dot(rows, { x: 'predicted', y: 'observed', r: 4, fill: COLOURS.main, stroke: COLOURS.paper }),
      Plot.tip(
        rows,
        Plot.pointerX({
          x: 'predicted',
          y: 'observed',
          title: ({ predicted, observed, customers }: CalibrationRow) =>
            m.drivers_calibration_tip({
              predicted: formatShare(predicted),
              observed: formatShare(observed),
              customers: formatInteger(customers),
            }),
          fill: COLOURS.paper,
          stroke: COLOURS.ruleStrong,
          fontFamily: FONT.family,
          textPadding: 8,
        }),
      ),
    ],
  }) as SVGSVGElement;
}
