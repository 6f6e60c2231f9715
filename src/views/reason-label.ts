import { m } from '../messages/speak';

/** A set-aside reason as the reader calls it. A reason of a newer Regulars is shown by its id. */
export function reasonLabel(reason: string): string {
  switch (reason) {
    case 'malformed':
      return m.shell_reason_malformed();
    case 'unreadable_date':
      return m.shell_reason_unreadable_date();
    case 'unreadable_amount':
      return m.shell_reason_unreadable_amount();
    case 'no_customer':
      return m.shell_reason_no_customer();
    case 'status':
      return m.shell_reason_status();
    case 'currency':
      return m.shell_reason_currency();
    case 'refund':
      return m.shell_reason_refund();
    case 'zero_value':
      return m.shell_reason_zero_value();
    case 'duplicate':
      return m.shell_reason_duplicate();
    default:
      return reason;
  }
}
