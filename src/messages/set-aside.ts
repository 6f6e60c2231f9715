import { m } from './speak';

/** A set-aside reason as the reader calls it. A reason of a newer Regulars is shown by its id. */
export function reasonLabel(reason: string): string {
  switch (reason) {
    case 'repeated_header':
      return m.shell_reason_repeated_header();
    case 'total_line':
      return m.shell_reason_total_line();
    case 'other_table':
      return m.shell_reason_other_table();
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
    case 'unpaid':
      return m.policies_reason_unpaid();
    case 'test_order':
      return m.policies_reason_test_order();
    case 'non_product':
      return m.policies_reason_non_product();
    case 'overlap':
      return m.policies_reason_overlap();
    case 'duplicate':
      return m.shell_reason_duplicate();
    default:
      return reason;
  }
}
