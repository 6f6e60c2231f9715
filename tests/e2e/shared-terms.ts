/**
 * What stands in Latin letters in Chinese texts, too: names, units, formats, terms of the field, and what method notes
 * cite. Quoted titles and authors' names go by their shape.
 */
const TERMS = [
  'Regulars|RFM|rfm|SQL|CSV|JSON|SVG|PNG|Parquet|DuckDB|Excel|Shopify|English|csv|regulars|json|SHA-256|MiB|MB|kB',
  'UTF-8|UTF-16 LE|UTF-16 BE|GB18030|Big5|Shift-JIS|Windows-1252|ISO-8859-1|Mac Roman',
  'Ctrl|Alt|Shift|Del|Enter|Esc|[RFMn]|FM|v\\d+|w[RFM]|Tier [A-E]',
  'Kaplan–Meier|Wheat–Morrison|Mantel–Haenszel|log-log|log-rank|Greenwood|Wilson|Gamma|Beta|Pareto/NBD|type|log|id',
  'UCI Online Retail|CDNOW|NumPy|MIT|CDA|Quick Audience|Hyndman|Fan|JASA|JMR',
  'Amplitude|PostHog|Mixpanel|Metorik|Metrilo|Lifetimely|Klar|SourceMedium|Blueprint|BTYDplus|dbt_shopify',
  'return on|on or after|on or before|all repeat|repeat|return',
  'The Statistical Analysis of Failure Time Data|2nd ed\\.|Controlled Clinical Trials|Journal of Retailing|Cancer Chemotherapy Reports',
].join('|');

/** `E. L. Kaplan`, `Wheat & Morrison`: authors; `“Interpurchase Timing …”`: a title as it was printed. */
const CITED = '“[A-Za-z][^”]*”|(?:[A-Z]\\. ?)+[A-Z][A-Za-z]+';

export const SHARED_TERMS = `${CITED}|${TERMS}`;
