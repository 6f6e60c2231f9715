import { FIELDS, type Field } from '../intake/types';
import { say } from './say';

/** A field as the reader's language calls it: `unitPrice` → “Unit price”, “单价”. */
export function fieldName(field: Field): string {
  return say({ key: `import_field_${snakeCase(field)}` });
}

export function isField(name: string): name is Field {
  return (FIELDS as readonly string[]).includes(name);
}

/** `unitPrice` → `unit_price`, as message keys are written. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
