/**
 * What a dropped file may hold before it is refused. Far above any export of a shop, far below what ends a tab: a file
 * of a few kilobytes can be made to inflate to terabytes, or to name a cell sixteen thousand columns away in every row.
 */
export const LIMITS = {
  /** Files in an archive, folders included. */
  entries: 2_000,
  /** Bytes of an archive’s list of entries: 8 KB for each. */
  directoryBytes: 16_777_216,
  /** Archives inside archives. */
  nesting: 1,
  /** Bytes one drop may inflate to. */
  inflatedBytes: 4_294_967_296,
  /** Inflated bytes for each packed byte. Text of orders packs 5 to 50 times; deflate can do 1,032 times. */
  inflationRatio: 200,
  /** Inflated bytes up to which the ratio does not matter. */
  ratioFreeBytes: 10_485_760,
  /** Columns and rows of a sheet: Excel's own limits. */
  sheetColumns: 16_384,
  sheetRows: 1_048_576,
  /** Cells of a sheet with the empty ones left of and between filled ones, once there are more than `sparseCells`. */
  emptyForEachFilled: 200,
  sparseCells: 10_000_000,
  /** Characters of a workbook's shared texts together. */
  sharedCharacters: 50_000_000,
  /** Number formats, cell styles and sheets of a workbook. Excel allows 65,490 styles. */
  workbookParts: 70_000,
  /** Elements inside elements. */
  xmlDepth: 100,
  /** Characters of one tag or one text between tags. A cell holds 32,767. */
  xmlPiece: 4_000_000,
  /** Bytes of a workbook's small parts: its list of sheets, relations and styles. */
  xmlPartBytes: 64_000_000,
  /** Rows of all tables of a web page. */
  htmlRows: 5_000_000,
  /** Objects inside objects. */
  jsonDepth: 100,
  /** Characters of one element: an order with all its lines. */
  jsonElement: 16_000_000,
  /** Objects of which the columns are taken before the first row is written. */
  jsonLookAhead: 1_000,
  /** Bytes of one row group of a Parquet file, unpacked: it is read as a whole. */
  parquetGroupBytes: 1_073_741_824,
  parquetGroupRows: 50_000_000,
  parquetColumns: 16_384,
} as const;
