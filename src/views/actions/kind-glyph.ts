import type { IconName } from '../../ui/glyphs';

/** The picture that stands for a kind of cell, beside its name. */
export function kindGlyph(kind: string): IconName {
  switch (kind) {
    case 'analysis':
      return 'plot';
    case 'text':
      return 'text';
    case 'sql':
      return 'code';
    case 'segment':
      return 'people';
    default:
      return 'none';
  }
}
