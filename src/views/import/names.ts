import type { Policies } from '../../intake/types';
import { snakeCase } from '../../messages/fields';
import { say } from '../../messages/say';

/** What a policy is about: `guests` → “Rows without a customer”. */
export function policyName(policy: keyof Policies): string {
  return say({ key: `import_policy_${snakeCase(policy)}` });
}

export function policyChoiceName(policy: keyof Policies, choice: string): string {
  return say({ key: `import_policy_${snakeCase(policy)}_${snakeCase(choice)}` });
}

/** A table's way from the dropped file inwards: `orders.zip › 2011-01.csv`. */
export function pathName(path: readonly string[]): string {
  return path.join(' › ');
}
