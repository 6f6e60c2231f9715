import type { AnalysisDefinition, ParamValues } from '../analyses/define';
import { newAnalysisCell, newSegment, newSegmentCell, newSqlCell, newTextCell } from '../document/create';
import type { Cell, SavedSegment } from '../document/types';
import { getLocale, m } from '../messages/speak';
import ordersByMonth from './orders-by-month.sql?raw';
import orderSizes from './order-sizes.sql?raw';
import type { TemplateId } from './templates';

type Part =
  /** `about` names the analysis that the text leads in: without it the text goes, too. */
  | { text: () => string; about?: string }
  | { analysis: string; params?: () => ParamValues }
  | { sql: string; title: () => string; name: string }
  /** A segment of an analysis that the notebook saves and shows. */
  | { segment: { analysis: string; mark: string; name: () => string; tone?: string } };

/** What a notebook is made of, in the language its reader has now. */
export interface Contents {
  cells: Cell[];
  segments: SavedSegment[];
}

/** A finished notebook of the sample shop is made like any other. */
const PARTS: Record<TemplateId | 'sample-shop', readonly Part[]> = {
  'repurchase-review': [
    { text: m.templates_review_intro },
    { text: m.templates_about_cohorts, about: 'cohort-retention' },
    { analysis: 'cohort-retention' },
    { text: m.templates_about_rfm, about: 'rfm-segments' },
    { analysis: 'rfm-segments' },
    { text: m.templates_about_interval, about: 'repurchase-interval' },
    { analysis: 'repurchase-interval' },
    { text: m.templates_review_end },
  ],
  'client-check': [
    { text: m.templates_check_intro },
    { analysis: 'overview' },
    { sql: ordersByMonth, title: m.templates_orders_by_month, name: 'orders_by_month' },
    { sql: orderSizes, title: m.templates_order_sizes, name: 'order_sizes' },
    { text: m.templates_check_base },
    { analysis: 'repurchase-rate' },
    { analysis: 'cohort-retention', params: () => ({ grain: 'quarter' }) },
    { analysis: 'repurchase-interval' },
    { text: m.templates_check_end },
  ],
  'member-board': [
    { text: m.templates_members_intro },
    // The scheme that members' programmes of the reader's country are run by.
    { analysis: 'rfm-segments', params: () => (getLocale() === 'zh-CN' ? { scheme: 'zh-eight' } : {}) },
    { analysis: 'member-board' },
    { analysis: 'member-lifecycle' },
    { text: m.templates_members_rhythm, about: 'repurchase-interval' },
    { analysis: 'repurchase-interval' },
    { analysis: 'early-warning' },
    { analysis: 'expected-orders' },
    { text: m.templates_members_end },
  ],
  blank: [],
  'sample-shop': [
    { text: m.templates_sample_intro },
    { analysis: 'cohort-retention' },
    { text: m.templates_sample_rfm, about: 'rfm-segments' },
    { analysis: 'rfm-segments' },
    {
      segment: {
        analysis: 'rfm-segments',
        mark: 'At Risk',
        name: m.templates_sample_segment,
        tone: 'risk',
      },
    },
    { text: m.templates_about_interval, about: 'repurchase-interval' },
    { analysis: 'repurchase-interval' },
    { text: m.templates_sample_sql },
    { sql: ordersByMonth, title: m.templates_orders_by_month, name: 'orders_by_month' },
  ],
};

/**
 * The cells of a template, with the analyses there are: one that is missing stays out, with the text that leads to it.
 */
export function contentsOf(
  template: TemplateId | 'sample-shop',
  analyses: readonly AnalysisDefinition[],
): Contents {
  const contents: Contents = { cells: [], segments: [] };
  const known = new Map(analyses.map((analysis) => [analysis.id, analysis]));
  for (const part of PARTS[template]) {
    if ('text' in part) {
      if (part.about === undefined || known.has(part.about)) contents.cells.push(newTextCell(part.text()));
    } else if ('analysis' in part) {
      const analysis = known.get(part.analysis);
      if (analysis) contents.cells.push(newAnalysisCell(analysis, part.params?.()));
    } else if ('sql' in part) {
      contents.cells.push({ ...newSqlCell(part.sql.trim(), part.title()), name: part.name });
    } else if (known.has(part.segment.analysis)) {
      const { name, ...rule } = part.segment;
      const segment = newSegment({ name: name(), params: {}, customers: null, ...rule });
      contents.segments.push(segment);
      contents.cells.push(newSegmentCell(segment.id));
    }
  }
  return contents;
}
