import { formatDay, formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RowOf, RunContext } from '../define';
import { ATTRIBUTES, attributeName, levelName, type RESULTS } from './shape';

type Row<Name extends keyof typeof RESULTS> = RowOf<(typeof RESULTS)[Name]>;
type Nullable<Type, Kept extends keyof Type> = { [Name in keyof Type]: Type[Name] | null } & Pick<Type, Kept>;
export type EffectRow = Nullable<
  Row<'effects'>,
  'attribute' | 'kind' | 'customers' | 'returned' | 'rate' | 'state'
>;
export type AttributeRow = Nullable<
  Row<'attributes'>,
  'attribute' | 'levels' | 'blank_share' | 'degrees' | 'dropped'
>;
export type FitRow = Nullable<Row<'fit'>, 'state' | 'customers' | 'returned' | 'coefficients' | 'held_out'>;
export type CalibrationRow = Nullable<Row<'calibration'>, 'bin' | 'customers' | 'predicted' | 'observed'>;

/** An effect that the model could estimate. */
export type Estimate = EffectRow & {
  odds_ratio: number;
  odds_low: number;
  odds_high: number;
  points: number;
  points_low: number;
  points_high: number;
};

export interface Findings {
  within: number;
  effects: EffectRow[];
  attributes: AttributeRow[];
  fit: FitRow | null;
  calibration: CalibrationRow[];
}

/** Returned (or not, where those are fewer) per coefficient below which estimates wander; after Peduzzi et al. (1996). */
const EVENTS_PER_COEFFICIENT = 10;
/** A variance inflation from which effects of attributes are hard to tell apart. */
const INFLATED = 5;
const LEVEL = 0.05;

export function findingsOf(results: Results, params: ParamValues): Findings {
  const rows = <Type>(name: keyof typeof RESULTS): Type[] => (results[name] ?? []) as unknown as Type[];
  return {
    within: Number(params['within']),
    effects: rows<EffectRow>('effects'),
    attributes: rows<AttributeRow>('attributes'),
    fit: rows<FitRow>('fit')[0] ?? null,
    calibration: rows<CalibrationRow>('calibration'),
  };
}

export const isEstimate = (row: EffectRow): row is Estimate => row.odds_ratio !== null && row.points !== null;

/** What the levels of an attribute are compared with. */
export const referenceOf = ({ effects }: Findings, attribute: string): EffectRow | undefined =>
  effects.find((row) => row.attribute === attribute && row.state === 'reference');

export const customersText = (count: number): string =>
  m.drivers_customers({ count, n: formatInteger(count) });
export const daysText = (count: number): string => m.drivers_days({ count, n: formatInteger(count) });

/** “12.1 points more”, “3.0 points less”. */
export function pointsText(points: number): string {
  const n = formatNumber(Math.abs(points) * 100);
  return points >= 0 ? m.drivers_points_more({ n }) : m.drivers_points_less({ n });
}

/** Attributes in the model, those that tell most first. */
export function attributesFitted({ attributes }: Findings): AttributeRow[] {
  return attributes
    .filter(({ p }) => p !== null)
    .sort((a, b) => (a.p ?? 1) - (b.p ?? 1) || (b.chi_square ?? 0) - (a.chi_square ?? 0));
}

/**
 * The effect to speak of first: of the attributes that differ beyond chance even as one of several asked about
 * (Bonferroni), the level of enough customers whose change in points is furthest from 0 by its standard error.
 */
export function strongest(found: Findings): Estimate | null {
  const asked = attributesFitted(found);
  const clear = new Set(
    asked.filter(({ p }) => (p ?? 1) * asked.length < LEVEL).map(({ attribute }) => attribute),
  );
  const distance = (row: Estimate): number =>
    Math.abs(row.points) / Math.max(1e-12, row.points_high - row.points_low);
  const named = found.effects
    .filter(isEstimate)
    .filter((row) => clear.has(row.attribute) && row.state === 'estimated' && row.kind !== 'others')
    .filter((row) => row.odds_low > 1 || row.odds_high < 1);
  return named.sort((a, b) => distance(b) - distance(a))[0] ?? null;
}

/** Why there is no model, as one sentence with the next step; null where there is one. */
export function missing(found: Findings, context: RunContext): string | null {
  const days = daysText(found.within);
  const customers = customersText(found.fit?.customers ?? 0);
  switch (found.fit?.state) {
    case 'fitted':
    case 'ridge':
      return null;
    case 'nobody_returned':
      return m.drivers_missing_nobody({ customers, days });
    case 'all_returned':
      return m.drivers_missing_all({ customers, days });
    case 'nothing_varies':
      return m.drivers_missing_varies();
    default:
      return context.window.firstDay > context.window.observedThrough
        ? m.drivers_missing_orders({ day: formatDay(context.asOf) })
        : m.drivers_missing_early({ days, day: formatDay(context.window.observedThrough) });
  }
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const found = findingsOf(results, params);
  const nothing = missing(found, context);
  if (nothing) return nothing;
  const days = daysText(found.within);
  const best = strongest(found);
  const reference = best && referenceOf(found, best.attribute);
  if (!best || !reference)
    return m.drivers_headline_none({
      days,
      rate: formatShare(found.fit?.rate ?? null),
      customers: customersText(found.fit?.customers ?? 0),
    });
  return m.drivers_headline({
    days,
    attribute: attributeName(best.attribute),
    level: levelName(best),
    reference: levelName(reference),
    points: pointsText(best.points),
    odds: formatNumber(best.odds_ratio, 2),
    low: formatNumber(best.odds_low, 2),
    high: formatNumber(best.odds_high, 2),
  });
}

const listed = (attributes: readonly string[]): string =>
  attributes.map(attributeName).join(m.drivers_between());

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const found = findingsOf(results, params);
  const { fit } = found;
  if (!fit || missing(found, context)) return [];
  return [
    { kind: 'warning', text: m.drivers_note_cause() },
    ...validation(fit),
    ...cautions(found, fit),
    ...absences(found, params),
    { kind: 'info', text: m.drivers_note_matured({ days: daysText(found.within) }) },
  ];
}

function validation({ auc, auc_low, auc_high, predicted, observed, held_out }: FitRow): Note[] {
  if (auc === null || auc_low === null) return [{ kind: 'warning', text: m.drivers_note_untested() }];
  const inputs = {
    n: formatInteger(held_out),
    auc: formatNumber(auc, 2),
    low: formatNumber(auc_low, 2),
    high: formatNumber(auc_high, 2),
    predicted: formatShare(predicted),
    observed: formatShare(observed),
  };
  return auc_low > 0.5
    ? [{ kind: 'info', text: m.drivers_note_tested(inputs) }]
    : [{ kind: 'warning', text: m.drivers_note_chance(inputs) }];
}

function cautions({ effects, attributes, within }: Findings, fit: FitRow): Note[] {
  const list: Note[] = [];
  const warn = (text: string): number => list.push({ kind: 'warning', text });
  const fewer = Math.min(fit.returned, fit.customers - fit.returned);
  if (fit.state === 'ridge') warn(m.drivers_note_ridge());
  if (fewer < EVENTS_PER_COEFFICIENT * fit.coefficients)
    warn(
      m.drivers_note_few({
        returned: formatInteger(fit.returned),
        customers: customersText(fit.customers),
        days: daysText(within),
        coefficients: formatInteger(fit.coefficients),
      }),
    );
  const small = effects.filter(({ state }) => state === 'small').length;
  if (small > 0) warn(m.drivers_note_small({ count: small, n: formatInteger(small) }));
  const dropped = attributes.filter((row) => row.dropped > 0).map(({ attribute }) => attribute);
  if (dropped.length > 0) warn(m.drivers_note_dropped({ attributes: listed(dropped) }));
  const inflated = attributes.filter((row) => (row.inflation ?? 0) > INFLATED).map((row) => row.attribute);
  if (inflated.length > 0) warn(m.drivers_note_inflated({ attributes: listed(inflated) }));
  return list;
}

/** Attributes that the file does not tell, or tells alike for all. Which goods were left out is the reader's choice. */
function absences({ effects }: Findings, { goods }: ParamValues): Note[] {
  const levelsOf = (attribute: string): EffectRow[] => effects.filter((row) => row.attribute === attribute);
  const hasCategory = levelsOf('category').some(({ kind }) => kind !== 'blank');
  const isAsked = (attribute: string): boolean => {
    if (attribute === 'category') return goods !== 'product' && (goods !== 'auto' || hasCategory);
    return attribute !== 'first_product' || (goods !== 'category' && (goods !== 'auto' || !hasCategory));
  };
  const alone = ATTRIBUTES.filter((attribute) => isAsked(attribute) && levelsOf(attribute).length === 1);
  const absent = alone.filter((attribute) => levelsOf(attribute)[0]?.kind === 'blank');
  const constant = alone.filter((attribute) => !absent.includes(attribute));
  const list: Note[] = [];
  if (absent.length > 0)
    list.push({ kind: 'info', text: m.drivers_note_absent({ attributes: listed(absent) }) });
  if (constant.length > 0)
    list.push({ kind: 'info', text: m.drivers_note_constant({ attributes: listed(constant) }) });
  return list;
}

export function provenance(results: Results, params: ParamValues): string {
  const { fit } = findingsOf(results, params);
  const count = fit?.coefficients ?? 0;
  return m.drivers_provenance({
    customers: customersText(fit?.customers ?? 0),
    coefficients: m.drivers_coefficients({ count, n: formatInteger(count) }),
  });
}
