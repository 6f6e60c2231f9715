import { DIMENSIONS, type Dimension } from '../../document/types';
import { m } from '../../messages/speak';
import type { ParamValues } from '../define';

/** What the figure and the headline are about. */
export const VIEWS = ['curve', 'contact', 'groups', 'definitions'] as const;
export type View = (typeof VIEWS)[number];

export const VIEW_NAMES: Record<View, () => string> = {
  curve: m.interval_view_curve,
  contact: m.interval_view_contact,
  groups: m.interval_view_groups,
  definitions: m.interval_view_definitions,
};
export const DIMENSION_NAMES: Record<Dimension, () => string> = {
  channel: m.interval_by_channel,
  store: m.interval_by_store,
  region: m.interval_by_region,
  coupon: m.interval_by_coupon,
  category: m.interval_by_category,
  first_product: m.interval_by_first_product,
};

/** Values compared: more lines cannot be told apart. */
export const MOST_GROUPS = 6;

export function dimensionOf(params: ParamValues): Dimension | null {
  return DIMENSIONS.find((dimension) => dimension === params['by']) ?? null;
}

export function viewOf(params: ParamValues): View {
  const view = VIEWS.find((known) => known === params['view']) ?? 'curve';
  return view === 'groups' && dimensionOf(params) === null ? 'curve' : view;
}
