import listed from './duckdb-functions.txt?raw';

/** A function as the editor names it. */
export interface EngineFunction {
  name: string;
  kind: 'scalar' | 'aggregate' | 'table' | 'window';
  /** `part, timestamp`, as far as the engine names them. */
  parameters: string;
  /** The type of its result where it has but one. */
  returns: string;
  /** In the engine's own English; empty where it says nothing. */
  does: string;
}

/** Functions that the engine's list leaves out, because its parser or binder knows them. */
const BUILT_IN: readonly EngineFunction[] = [
  ...(
    [
      ['row_number', '', 'bigint'],
      ['rank', '', 'bigint'],
      ['dense_rank', '', 'bigint'],
      ['percent_rank', '', 'double'],
      ['cume_dist', '', 'double'],
      ['ntile', 'buckets', 'bigint'],
      ['lag', 'value, offset, default', ''],
      ['lead', 'value, offset, default', ''],
      ['first_value', 'value', ''],
      ['last_value', 'value', ''],
      ['nth_value', 'value, n', ''],
    ] as const
  ).map(([name, parameters, returns]) => ({ name, kind: 'window' as const, parameters, returns, does: '' })),
  ...(
    [
      ['cast', 'value as type'],
      ['try_cast', 'value as type'],
      ['coalesce', 'value, …'],
      ['ifnull', 'value, otherwise'],
      ['extract', 'part from timestamp'],
      ['exists', 'query'],
      ['columns', 'pattern'],
      ['grouping', 'column, …'],
    ] as const
  ).map(([name, parameters]) => ({ name, kind: 'scalar' as const, parameters, returns: '', does: '' })),
];

const fromList = listed
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line): EngineFunction => {
    const [name = '', kind = 'scalar', parameters = '', returns = '', does = ''] = line.split('\t');
    return { name, kind: kind as EngineFunction['kind'], parameters, returns, does };
  });

/** Every function of the shipped engine that a reader may want, by name. */
export const FUNCTIONS: readonly EngineFunction[] = [...fromList, ...BUILT_IN].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);

/** Words of reading statements, as they are coloured and completed. */
export const KEYWORDS =
  `all and anti any as asc asof at between by case collate cross cube current desc describe distinct else end escape
  except exclude exclude exists explain analyze false fetch filter first following for from full group grouping sets
  having ilike in include nulls inner intersect interval into is isnull join last lateral left like limit materialized
  name natural not notnull null offset on or order ordinality outer over partition percent pivot positional preceding
  qualify range recursive rename replace right rollup row rows sample select semi similar summarize symmetric table
  tablesample then ties to true unbounded union unnest unpivot using values when where window with within`
    .split(/\s+/)
    .filter((word, index, words) => words.indexOf(word) === index);

export const TYPES =
  `bigint blob bool boolean char date datetime decimal double enum float float4 float8 hugeint int int1 int2 int4 int8
  integer interval long map numeric real row short signed smallint string struct text time timestamp timestamp_ms
  timestamp_ns timestamp_s tinyint ubigint uinteger usmallint utinyint uuid varchar`.split(/\s+/);
