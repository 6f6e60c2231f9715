import { ColumnSamples } from './column-samples';
import { dateCandidates } from './dates';
import { normaliseHeader } from './fields';
import type { DateReading } from './types';

/** Names of the day on which a person became a member, weightiest first. */
const NAMES: readonly [RegExp, number][] = [
  [/\bregist(?:er(?:ed)?|ration)\b|\bsign(?:ed)? ?up\b|注册|入会|开卡|办卡/, 4],
  [
    /\b(?:joined|join (?:date|time|day)|(?:member|customer|client) since|enrol(?:l?ed|l?ment))\b|加入|成为会员/,
    3,
  ],
  [/\b(?:created|creation|opened)\b|创建|建档/, 1],
];
/** Where, by whom or how somebody became a member is no day; and other days are not that one. */
const OTHER =
  /\b(?:channel|source|store|by|type|referr\w*|last|latest|recent|orders?|carts?|events?|emails?|expir\w*|login|visit\w*)\b|渠道|来源|门店|方式|人$|最近|最后|上次|订单|购物车|到期|过期|失效|登录|活动/;

/**
 * The column of a table of people that says when each became a member, and how its days are read; null where none does.
 * Days that read both ways are in both `dates`.
 */
export function registrationColumn(
  columns: readonly string[],
  rows: readonly string[][],
): { column: string; dates: DateReading[] } | null {
  const table = new ColumnSamples(columns, rows);
  const column = table.best((name, values) => {
    const header = normaliseHeader(name);
    const weight = OTHER.test(header) ? 0 : (NAMES.find(([words]) => words.test(header))?.[1] ?? 0);
    return weight > 0 && dateCandidates(values).readings.length > 0 ? weight : 0;
  });
  return column === null ? null : { column, dates: dateCandidates(table.values(column)).readings };
}
