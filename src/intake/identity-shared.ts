import type { IdentityPolicy } from './identity';
import type { IdentifierColumn } from './identity-columns';
import { countPartners } from './identity-sets';

/** More customers than this do not share a mailbox or a telephone. */
export const MOST_HOLDERS = 20;
/** In a small shop fewer are too many already: more than a twentieth of all its customers, and no mere handful. */
const HANDFUL = 10;
const LARGEST_SHARE = 0.05;

export interface IdentifierColumns {
  customer: IdentifierColumn;
  email: IdentifierColumn;
  phone: IdentifierColumn;
}

/**
 * Refuses the e-mails and phones that stand with implausibly many customers (the shop's own address, typed in for
 * everybody), and, where everything is joined, the customer ids that stand with implausibly many addresses (an id for
 * walk-in customers). All are judged before any is refused, so the order of rows does not matter.
 */
export function refuseSharedValues(columns: IdentifierColumns, { by }: IdentityPolicy): void {
  const { customer, email, phone } = columns;
  const stitches = by === 'stitch';
  const holders = {
    email: holdersOf(email, customer, stitches ? phone : null),
    phone: holdersOf(phone, customer, stitches ? email : null),
  };
  const customers = (other: IdentifierColumn) => customer.nodes.length || other.nodes.length;
  const sharedEmails = holders.email.map((count) => Number(isImplausible(count, customers(phone))));
  const sharedPhones = holders.phone.map((count) => Number(isImplausible(count, customers(email))));
  if (stitches) customer.refuseShared(sharedIds(columns));
  email.refuseShared(Uint8Array.from(sharedEmails));
  phone.refuseShared(Uint8Array.from(sharedPhones));
}

function isImplausible(holders: number, all: number): boolean {
  return holders > MOST_HOLDERS || (holders >= HANDFUL && holders > all * LARGEST_SHARE);
}

/** Different customers by node: their ids, and for rows without one `other`, the row's other contact, where it is given. */
function holdersOf(
  column: IdentifierColumn,
  customer: IdentifierColumn,
  other: IdentifierColumn | null,
): Int32Array {
  const ids = customer.nodes.length;
  const holder = customer.nodeOfRow.map((id, row) => {
    if (id >= 0 || other === null) return id;
    const contact = other.nodeOfRow[row]!;
    return contact < 0 ? -1 : ids + contact;
  });
  return countPartners(column.nodeOfRow, holder, column.nodes.length);
}

/**
 * One person has few e-mails. Phones are often the recipient's, and whoever sends presents has many: only a share that
 * no customer has counts against the id.
 */
function sharedIds({ customer, email, phone }: IdentifierColumns): Uint8Array {
  const ids = customer.nodes.length;
  const emails = countPartners(customer.nodeOfRow, email.nodeOfRow, ids);
  const phones = countPartners(customer.nodeOfRow, phone.nodeOfRow, ids);
  const isMuchOf = (count: number, all: number) => count >= HANDFUL && count > all * LARGEST_SHARE;
  return Uint8Array.from(emails, (count, id) =>
    Number(isImplausible(count, email.nodes.length) || isMuchOf(phones[id]!, phone.nodes.length)),
  );
}
