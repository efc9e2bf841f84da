/** Words in front of digits that name something else than a telephone; in the languages of the pages that are read (es, en, and what documents have in common). */
const otherNouns = new Set(
  (
    'nit rut rfc cuit curp cc ti ce dni nif nie ssn cedula cédula pasaporte passport iban bic swift isbn issn ean upc gtin doi cuenta account acct routing tarjeta card ' +
    'factura invoice pedido order orden ref referencia reference ticket caso case guia guía tracking rastreo envio envío shipment radicado expediente contrato contract ' +
    'poliza póliza policy serial serie sn sku lote lot batch codigo código code cod id folio transaccion transacción transaction recibo receipt version versión build ' +
    'total precio price valor monto amount saldo balance cop usd eur mxn gbp brl clp ars pen isin vin imei matricula matrícula placa plate nss rol cupon cupón coupon ' +
    'ahorros corriente savings checking arxiv kg km lat lon coordenadas coordinates timestamp epoch pid uid port puerto'
  ).split(' '),
);

/** Words that say "telephone" themselves. */
const phoneNouns =
  /(?:tel|tél|teléfono|telefono|phone|cel|celular|móvil|movil|mobile|mob|whatsapp|fax|call|llame|llamar|llama|línea|linea)s?\.?\s*(?:no\.?|n[.º°]|#|:)?\s*[:#]?\s*$/iu;

const glued = /[\p{L}\p{Nd}_@#=&$€£¥₡₹%~^*<\\]$/u;
const cutBefore = /(?:\p{L}[-./'’+]|\p{Nd}[-./,:'’+ \u00a0\u2007\u2009\u202f]|[/\\]|[-−]|["']\s*[:=]\s*)$/u;
const wordBefore = /(\p{L}[\p{L}]*)\s*(?:n[.º°]|no\.?|num\.?|nro\.?|number|número|numero|#)?\s*[.:#=\-–]?\s*$/iu;
const currencyBefore = /(?:[$€£¥₡₹]|\b(?:COP|USD|EUR|MXN|GBP))\s*$/u;
const after =
  /^(?:[\p{L}\p{Nd}_@=&$€£¥₡₹%°º²³]|[-./,:'’]\p{Nd}|-\p{L}|\s?(?:[%€$£¥₡₹°]|(?:kg|km|g|mg|cm|mm|mb|gb|kb|tb|ms|mhz|ghz|pesos|euros|dollars|dólares|usd|cop|eur|mxn|gbp|bytes|unidades|units)\b))/iu;
const extension = /^\s?(?:,?\s?(?:ext|extn|extension|extensión|int|anexo|x)\.?:?\s?#?\d{1,6})(?![\p{L}\p{Nd}])/iu;

/** Whether what stands before says that the digits are no telephone number, or only a part of something. */
export function forbidsBefore(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  if (phoneNouns.test(before)) return false;
  // A decimal, a path, a part of a longer token: "4.7110", "/12345678", "A-12345678".
  if (glued.test(before) || cutBefore.test(before)) return true;
  if (currencyBefore.test(before)) return true;
  const word = wordBefore.exec(before)?.[1]?.toLowerCase();
  return word !== undefined && otherNouns.has(word);
}

/** The same for what stands behind. An extension of a telephone (ext. 12) is no objection. */
export function forbidsAfter(text: string, end: number): boolean {
  const behind = text.slice(end, end + 40);
  return after.test(behind) && !extension.test(behind);
}

const date = /^(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}(?!\d)|^\d{1,2}[-./]\d{1,2}[-./]\d{4}(?!\d)|^\d{1,2}[-./]\d{1,2}[-./]\d{2}(?:\s|$)/;
/** Decimals, and social security numbers of the United States. */
const others = /^\d{1,2}\.\d{4,}$|^\d{3}-\d{2}-\d{4}$/;
const thousands = /^\d{1,3}(?:([.\u00a0\u202f ])\d{3})(?:\1\d{3})+$/;
const version = /^(?:\d+\.){3,}\d+$/;
const address = /^(?:(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])(?:\.(?!$)|$)){4}$/;

/** Whether digits are grouped as those of dates, amounts, cards, books and versions are. */
export function isShapedOtherwise(run: string, isInternational: boolean): boolean {
  const plain = run.trim();
  const groups = plain.split(/\D+/).filter(group => group !== '');
  // A last digit on its own is a check digit.
  if (groups.length > 1 && (groups[groups.length - 1] ?? '').length === 1) return true;
  // Parentheses come in pairs, once or twice, and no slash is within a number but after its area code.
  if ((plain.match(/\(/g) ?? []).length > 2 || /\(\s*\)|\([^)]*\(/.test(plain)) return true;
  if (/\/.*\//.test(plain)) return true;
  if (isInternational) return groups.length > 8;
  if (date.test(plain) || others.test(plain)) return true;
  // 1.234.567, 612.345.678: amounts have dots; with spaces they are telephone numbers in Spain, and only a leading group of one digit is an amount's.
  const amount = thousands.exec(plain);
  if (amount && (amount[1] === '.' || (groups[0] ?? '').length < 3)) return true;
  // Cards and accounts come in fours all through.
  if (groups.length > 2 && groups.every(group => group.length === 4)) return true;
  // Versions and addresses of machines; 1.212.555.0123 and 01.42.68.53.00 are neither.
  const lengths = groups.map(({ length }) => length);
  if (address.test(plain) || (version.test(plain) && lengths.join('') !== '1334' && lengths.some(one => one === 1 || one > 4))) return true;
  return groups.length > 6;
}
