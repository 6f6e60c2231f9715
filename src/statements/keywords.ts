/**
 * DuckDB 1.4.3's keywords by what they may still name, from its `duckdb_keywords()`; a test holds them to the engine.
 * Every other keyword can be the name of anything.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/** These name nothing without quotes. */
export const RESERVED = words(`
  all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default
  deferrable desc describe distinct do else end except false fetch for foreign from group having in initially intersect
  into lambda lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider placing primary
  qualify references returning select show some summarize symmetric table then to trailing true union unique unpivot
  using variadic when where window with`);

/** Functions and types may be called so, relations and columns may not. */
export const FUNCTION_ONLY = words(`
  anti asof at authorization binary by collation columns concurrently cross freeze full generated glob ilike inner is
  isnull join left like map natural notnull outer overlaps positional right semi similar struct tablesample try_cast
  unpack verbose`);

/** Relations and columns may be called so, functions may not. */
export const COLUMN_ONLY = words(`
  between bigint bit boolean char character coalesce dec decimal exists extract float grouping grouping_id inout int
  integer interval national nchar none nullif numeric out overlay position precision real row setof smallint substring
  time timestamp treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse
  xmlpi xmlroot xmlserialize xmltable`);
