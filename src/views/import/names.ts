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
