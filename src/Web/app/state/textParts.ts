/** A piece of a text: as it is, a telephone number, or an address of the web. */
export type TextPart =
  | { readonly kind: 'text' | 'link'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly number: string };

/** Digits of a number without its plus sign (E.164); fewer are dates, prices and orders more often than numbers. */
const leastDigits = 7;
const mostDigits = 15;

// An address, a day, or digits with at most two separators between; none of it backs up.
const candidates =
  /tel:[0-9*#+]{2,20}|https?:\/\/[^\s<>"']+|\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)|\+?\(?\d(?:[ \u00a0().-]{0,2}\d){6,19}/g;

/** Cuts a text where numbers and addresses begin and end. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  const plain = (to: number) => {
    if (to > end) parts.push({ kind: 'text', text: text.slice(end, to) });
  };
  for (const match of text.matchAll(candidates)) {
    const part = read(match[0], text[match.index - 1] ?? ' ', text[match.index + match[0].length] ?? ' ');
    if (!part) continue;
    plain(match.index);
    parts.push(part);
    end = match.index + part.text.length;
  }
  plain(text.length);
  return parts;
}

function read(found: string, before: string, behind: string): TextPart | null {
  if (/^https?:/.test(found)) return link(found);
  if (found.startsWith('tel:')) return /[\p{L}\p{N}]/u.test(before) ? null : { kind: 'number', text: found, number: found.slice(4) };
  const digits = found.replace(/\D/g, '');
  // A part of a longer word, code or decimal is no number; nor is a day.
  if (/[\p{L}\p{N}_@#/.,:+-]/u.test(before) || /[\p{L}\p{N}_@]/u.test(behind)) return null;
  if (/^\d{4}-\d{1,2}-\d{1,2}$|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$/.test(found)) return null;
  if (digits.length < leastDigits || digits.length > mostDigits) return null;
  return { kind: 'number', text: found, number: found.startsWith('+') ? `+${digits}` : digits };
}

// The full stop of a sentence is none of the address.
function link(found: string): TextPart | null {
  const text = found.replace(/[.,;:!?)\]]+$/, '');
  return URL.canParse(text) ? { kind: 'link', text } : null;
}
