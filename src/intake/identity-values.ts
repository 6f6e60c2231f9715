import { isMasked, normaliseId, STAND_INS } from './identifiers';
import type { Identifier, Refusal } from './identity';

/** Values that identify a person: how they are compared, and which of them identify nobody. */

const FULL_WIDTH = /[\uff01-\uff5e]/g;
/** Most values need no folding, and that is known at once. */
const PLAIN = /^[\x21-\x7e]*$/;
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;
const SPACES = /\s+/g;
/** What platforms put over names, numbers and addresses, wider than `isMasked`: no id holds any of it. */
const HIDDEN = /[*•●█]|…|\.{3,}|#{3,}|(?<=\d)x{3,}(?=\d)/;
/** `'13812345678`: the apostrophe keeps a spreadsheet from reading a number. */
const TEXT_MARK = /^['`]+/;
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
/** At either end of a number with a country code or an area code: ways to write an extension. */
const EXTENSION = /(?<=\d)\s*(?:;?\s*ext(?:ension)?[.=:]?|\bx|#|转|轉|分机|分機)\s*[:：]?\s*\d{1,6}$/i;
const CHINESE_LANDLINE_EXTENSION = /^(\(?0\d{2,3}\)?[- ]?\d{7,8})-\d{1,6}$/;
const CHINESE_MOBILE = /^(?:\+?86|0)?(1[3-9]\d{9})$/;
/** A spreadsheet always writes the plus. */
const DAMAGED = /^\d(\.\d+)?e\+\d{1,2}$/i;
const BARE_MOBILE = /^1[3-9]\d{9}$/;
/** Fewer digits are a short code that anybody may dial. */
const FEWEST_DIGITS = 6;
/** Digits of the longest number, E.164; an exit code or an extension may come to it. */
const MOST_DIGITS = 20;

const ONE_DIGIT = /^(\d)\1*$/;
/** 13800138000 is China Mobile's own service number, which half of all forms in China have been filled with. */
const STAND_IN_PHONE = /^0?123456(7(8(9\d*)?)?)?$|^13800138000$/;
const LABEL = /extension|ext|tel|phone|mobile/gi;
const STAND_IN_MAILBOX =
  /^(guest|test|tests|testing|tester|no-?reply|do-?not-?reply|anonymous|nobody|none|null|na|n\/a|no|no-?e?mail|unknown|undefined|dummy|fake|xxx+)\d{0,3}$/;
/** Domains that belong to nobody by RFC 2606, and those typed in place of one. */
const STAND_IN_DOMAIN =
  /(^|\.)(example\.(com|net|org)|example|test|invalid|localhost|test\.com|noemail\.com)$/;
/**
 * Marketplaces that pass mail on to a buyer: Amazon (one address for each buyer and shop), eBay (one for each member),
 * Apple's Hide My Email (one for each person and shop), TikTok Shop.
 */
const RELAY =
  /@(marketplace\.amazon\.[a-z.]+|members\.ebay\.[a-z.]+|privaterelay\.appleid\.com|scs\.tiktok\w*\.\w+)$/i;

/** Half-width letters, digits and signs, single blanks, none at the ends. */
function folded(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(INVISIBLE, '')
    .replace(FULL_WIDTH, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(SPACES, ' ')
    .trim();
}

/** An e-mail address in lower case. Dots and `+` tags stay: whether they matter is the provider's rule, not ours. */
export function normaliseEmail(text: string): string {
  return folded(text).toLowerCase();
}

/**
 * A phone number as digits: Chinese mobiles without their country code, other numbers with `+` and theirs where it is
 * written; extensions are left out. Idempotent, as the others.
 */
export function normalisePhone(text: string): string {
  if (BARE_MOBILE.test(text)) return text;
  const bare = normaliseId(folded(text).replace(TEXT_MARK, ''), { dropPointZero: true });
  const number = bare.replace(EXTENSION, '').replace(CHINESE_LANDLINE_EXTENSION, '$1');
  const isForeign = /^\(?\+/.test(number);
  const digits = (isForeign ? number.replace('(0)', '') : number).replace(/\D/g, '');
  const international = isForeign ? `+${digits}` : digits.replace(/^00(?=[1-9]\d{9})/, '+');
  return CHINESE_MOBILE.exec(international)?.[1] ?? international;
}

/** An id whose width and blanks do not matter; its case does (`00D5…a` and `00D5…A` are two), but for an address. */
export function normaliseCustomer(text: string): string {
  const id = normaliseId(folded(text), { dropPointZero: true });
  return ADDRESS.test(id) ? id.toLowerCase() : id;
}

const NORMALISE = { customer: normaliseCustomer, email: normaliseEmail, phone: normalisePhone } as const;

/** A value as it is compared when values that differ only in how they are written are the same. */
export function normalised(identifier: Identifier, text: string): string {
  return NORMALISE[identifier](text);
}

/** Why a value identifies nobody, however it is compared; null where it may. `text` is not blank. */
export function refusalOf(identifier: Identifier, text: string): Exclude<Refusal, 'shared'> | null {
  const value = folded(text).toLowerCase();
  if (HIDDEN.test(value) || isMasked(value)) return 'masked';
  if (STAND_INS.has(value) || isEmpty(value)) return 'stand_in';
  if (DAMAGED.test(value)) return 'damaged';
  if (identifier === 'phone') return refusalOfPhone(text);
  if (identifier === 'email' && !ADDRESS.test(value)) return 'unreadable';
  return isStandInAddress(value) ? 'stand_in' : null;
}

/** Whether a value stands for nobody, or for somebody hidden: it never merges and never identifies. */
export function isPlaceholder(identifier: Identifier, text: string): boolean {
  const refusal = refusalOf(identifier, text);
  return refusal === 'masked' || refusal === 'stand_in';
}

/** Whether an address is a marketplace's, given to the buyer in place of their own. */
export function isRelay(email: string): boolean {
  return RELAY.test(email.trim());
}

/** `0`, `000`, `0.0`, `--`, `?`: nothing but zeros, or nothing that could be read aloud. */
function isEmpty(value: string): boolean {
  return /^0+(\.0+)?$/.test(value) || !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(value);
}

function refusalOfPhone(text: string): 'stand_in' | 'unreadable' | null {
  if (text.includes('@') || /\p{L}{3,}/u.test(text.replace(LABEL, ''))) return 'unreadable';
  const number = normalisePhone(text).replace('+', '');
  if (ONE_DIGIT.test(number) || STAND_IN_PHONE.test(number)) return 'stand_in';
  return number.length < FEWEST_DIGITS || number.length > MOST_DIGITS ? 'unreadable' : null;
}

function isStandInAddress(value: string): boolean {
  const at = value.lastIndexOf('@');
  if (at < 0) return false;
  const domain = value.slice(at + 1);
  return STAND_IN_MAILBOX.test(value.slice(0, at)) || STAND_IN_DOMAIN.test(domain);
}
