/** Makes the corpus of the finder from a seed: telephone numbers as people write them, and strings that look like numbers and are none. */

export interface Format {
  readonly format: string;
  readonly country: string;
  /** As written, and in E.164. */
  readonly numbers: Readonly<Record<string, string>>;
}

/** Mulberry32: the same numbers everywhere for the same seed. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** Each # becomes a digit, each @ a capital letter, each % a hexadecimal digit. */
  fill(pattern: string): string {
    return pattern.replace(/[#@%]/g, sign =>
      sign === '#' ? String(this.below(10)) : sign === '%' ? this.below(16).toString(16) : String.fromCharCode(65 + this.below(26)),
    );
  }
}

/** A way of writing: `*` stands for a digit of the number, in their order. `digits` makes a national number. */
interface Way {
  readonly name: string;
  readonly country: string;
  readonly code: string;
  readonly digits: readonly string[];
  readonly shape: string;
}

const ways: readonly Way[] = [
  { name: 'CO mobile, plain', country: 'CO', code: '57', digits: ['300#######', '310#######', '321#######'], shape: '**********' },
  { name: 'CO mobile, spaces', country: 'CO', code: '57', digits: ['301#######', '315#######', '350#######'], shape: '*** *** ****' },
  { name: 'CO mobile, two groups', country: 'CO', code: '57', digits: ['302#######', '318#######'], shape: '*** *******' },
  { name: 'CO mobile, hyphens', country: 'CO', code: '57', digits: ['304#######', '320#######'], shape: '***-***-****' },
  { name: 'CO mobile, dots', country: 'CO', code: '57', digits: ['305#######', '316#######'], shape: '***.***.****' },
  {
    name: 'CO landline, parentheses',
    country: 'CO',
    code: '57',
    digits: ['6012######', '6044######', '6023######'],
    shape: '(***) *** ****',
  },
  { name: 'CO landline, international', country: 'CO', code: '57', digits: ['6015######', '6053######'], shape: '+57 (***) *******' },
  { name: 'CO mobile, international', country: 'CO', code: '57', digits: ['300#######', '314#######'], shape: '+57 *** *** ****' },
  { name: 'CO mobile, calling code without plus', country: 'CO', code: '57', digits: ['313#######'], shape: '57 *** *** ****' },
  { name: 'CO free of charge', country: 'CO', code: '57', digits: ['1800#######'], shape: '0* **** *** ***' },
  { name: 'US, parentheses', country: 'US', code: '1', digits: ['212555####', '415555####', '305456####'], shape: '(***) ***-****' },
  { name: 'US, hyphens', country: 'US', code: '1', digits: ['646555####', '713664####'], shape: '***-***-****' },
  { name: 'US, one and dots', country: 'US', code: '1', digits: ['202555####', '312664####'], shape: '1.***.***.****' },
  { name: 'US from Colombia', country: 'CO', code: '1', digits: ['212555####', '305456####'], shape: '+1 *** *** ****' },
  { name: 'US, free of charge', country: 'US', code: '1', digits: ['800555####', '888664####'], shape: '1-***-***-****' },
  { name: 'ES mobile, threes', country: 'ES', code: '34', digits: ['612######', '655######'], shape: '*** *** ***' },
  { name: 'ES landline, twos', country: 'ES', code: '34', digits: ['9145#####', '9321#####'], shape: '** *** ** **' },
  { name: 'ES from Colombia', country: 'CO', code: '34', digits: ['612######', '9145#####'], shape: '+34 *** ** ** **' },
  { name: 'DE landline, slash', country: 'DE', code: '49', digits: ['3022######', '8932######'], shape: '0**/********' },
  { name: 'DE mobile', country: 'DE', code: '49', digits: ['1512#######', '1703######'], shape: '0*** *******' },
  { name: 'DE from Colombia', country: 'CO', code: '49', digits: ['3022######', '1512#######'], shape: '+49 *** *******' },
  { name: 'GB London', country: 'GB', code: '44', digits: ['207946####', '208811####'], shape: '0** **** ****' },
  { name: 'GB mobile', country: 'GB', code: '44', digits: ['7400######', '7512######'], shape: '0**** ******' },
  { name: 'GB with the national prefix in parentheses', country: 'GB', code: '44', digits: ['207946####'], shape: '+44 (0)** **** ****' },
  { name: 'MX, two fours', country: 'MX', code: '52', digits: ['5512######', '5556######'], shape: '** **** ****' },
  { name: 'MX, threes', country: 'MX', code: '52', digits: ['222#######', '999#######'], shape: '*** *** ****' },
  { name: 'MX from Colombia', country: 'CO', code: '52', digits: ['5512######', '8181######'], shape: '+52 ** **** ****' },
  { name: 'AR from Colombia', country: 'CO', code: '54', digits: ['9114#######'], shape: '+54 * ** ****-****' },
  { name: 'BR from Colombia', country: 'CO', code: '55', digits: ['119########'], shape: '+55 (**) *****-****' },
  { name: 'FR from Colombia', country: 'CO', code: '33', digits: ['612######', '142######'], shape: '+33 * ** ** ** **' },
  { name: 'abroad dialled from Colombia', country: 'CO', code: '34', digits: ['612######'], shape: '0034 *** *** ***' },
];

const timesEach = 12;

function write(shape: string, digits: string): string {
  let at = 0;
  const written = shape.replace(/\*/g, () => digits[at++] ?? '');
  return written + digits.slice(at);
}

export function makeNumbers(seed: number): Format[] {
  const dice = new Dice(seed);
  return ways.map(({ name, country, code, digits, shape }) => {
    const numbers: Record<string, string> = {};
    while (Object.keys(numbers).length < timesEach) {
      const national = dice.fill(dice.pick(digits));
      numbers[write(shape, national)] = `+${code}${national}`;
    }
    return { format: name, country, numbers };
  });
}

const two = (value: number) => String(value).padStart(2, '0');
const grouped = (value: number, sign: string) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, sign);

/** What looks like a telephone number and is none, kind by kind. */
const others: readonly ((dice: Dice) => string)[] = [
  d => `${d.between(1990, 2030)}-${two(d.between(1, 12))}-${two(d.between(1, 28))}`,
  d => `${two(d.between(1, 28))}/${two(d.between(1, 12))}/${d.between(1990, 2030)}`,
  d => `${two(d.between(1, 28))}.${two(d.between(1, 12))}.${d.between(1990, 2030)}`,
  d =>
    `${d.between(2000, 2030)}-${two(d.between(1, 12))}-${two(d.between(1, 28))} ${two(d.below(24))}:${two(d.below(60))}:${two(d.below(60))}`,
  d =>
    `${d.between(2000, 2030)}-${two(d.between(1, 12))}-${two(d.between(1, 28))}T${two(d.below(24))}:${two(d.below(60))}:${two(d.below(60))}.${d.between(100, 999)}Z`,
  d =>
    `del ${two(d.between(1, 28))}/${two(d.between(1, 12))}/${d.between(1990, 2030)} al ${two(d.between(1, 28))}/${two(d.between(1, 12))}/${d.between(1990, 2030)}`,
  d => `${two(d.below(24))}:${two(d.below(60))} - ${two(d.below(24))}:${two(d.below(60))}`,
  d => `timestamp ${d.between(1_600_000_000, 1_799_999_999)}`,
  d => `${d.between(1_600_000_000, 1_799_999_999)}${d.between(100, 999)}`,
  d => `$ ${grouped(d.between(1_000_000, 999_999_999), '.')}`,
  d => `$${grouped(d.between(1_000_000, 999_999_999), ',')}.${two(d.below(100))}`,
  d => `${grouped(d.between(1_000_000, 999_999_999), '.')} COP`,
  d => `${grouped(d.between(1_000_000, 99_999_999), '.')},${two(d.below(100))} €`,
  d => `US$ ${grouped(d.between(1_000_000, 999_999_999), ',')}`,
  d => `${grouped(d.between(10_000_000, 999_999_999), '.')} pesos`,
  d => `${grouped(d.between(1_000_000, 9_999_999), ' ')} km`,
  d => d.fill('90#.###.###-#'),
  d => d.fill('NIT 90#######-#'),
  d => d.fill('C.C. 1.0##.###.###'),
  d => d.fill('cédula 10########'),
  d => d.fill('Pedido 300#######'),
  d => d.fill('Order no. 415555####'),
  d => `#${d.fill('300#######')}`,
  d => d.fill('ref. 601#######'),
  d => d.fill('%%%%%%%%-%%%%-4%%%-a%%%-%%%%%%%%%%%%'),
  d => d.fill('%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%'),
  d => d.fill('ES91 2100 #### #### #### ####'),
  d => d.fill('DE89 3704 #### #### #### ##'),
  d => d.fill('GB29 NWBK 60## ## #### ####'),
  d => d.fill('4### #### #### ####'),
  d => d.fill('5###-####-####-####'),
  d => d.fill('37## ###### #####'),
  d => d.fill('978-3-16-######-#'),
  d => d.fill('ISBN 978##########'),
  d => d.fill('ISBN 0-306-#####-#'),
  d => d.fill('EAN 770##########'),
  d => `${d.between(1, 20)}.${d.below(100)}.${d.between(1_000, 99_999)}.${d.between(1_000, 9_999)}`,
  d => `v${d.between(1, 20)}.${d.below(30)}.${d.below(400)}-rc.${d.below(9)}`,
  d => `${d.between(1, 254)}.${d.below(255)}.${d.below(255)}.${d.between(1, 254)}`,
  d => `${d.between(100, 254)}.${d.between(100, 255)}.${d.between(100, 255)}.${d.between(1, 254)}:${d.between(1_024, 65_535)}`,
  d => d.fill('2001:db8:####:####:####:%%%%:%%%%:####'),
  d => d.fill('##:%%:##:##:%%:##'),
  d => d.fill('4.7#####, -74.0#####'),
  d => d.fill('4.#######,-74.#######'),
  d => d.fill('4°##\'##.##"N 74°0#\'##.##"W'),
  d => d.fill('1Z###AA1##########'),
  d => d.fill('RR#########CO'),
  d => d.fill('9400 1### #### #### #### ##'),
  d => d.fill('guía 7946########'),
  d => d.fill('113-#######-#######'),
  d => d.fill('@@-300-###-####'),
  d => d.fill('doi:10.1###/#######'),
  d => d.fill('arXiv:26##.#####v2'),
  d => d.fill('IMEI 35#############'),
  d => d.fill('cuenta de ahorros 031-######-##'),
  d => `${d.between(1_900, 2_020)}-${d.between(2_021, 2_030)}`,
  d => d.fill('3.14159######'),
  d => d.fill('0.000#######'),
  d => d.fill('6.022####e23'),
  d => d.fill('IMG_2026####_######.jpg'),
  d => d.fill('https://shop.test/p/300#######?id=601#######'),
  d => d.fill('300#######@mail.test'),
  d => d.fill('Factura FE-300#######'),
  d => d.fill('SETP99########'),
  d => d.fill('########Z'),
  d => d.fill('DNI 12.###.###'),
  d => d.fill('##.###.###-K'),
  d => d.fill('1 2 3 4 5 6 7 8 9 1#'),
  d => d.fill('####################'),
  d => d.fill('1##-4#-####').replace(/^1/, '0'),
  d => d.fill('#####-####').replace(/^\d/, '1'),
  d => d.fill('AV #### / AV ####'),
  d => d.fill('radicado 2026##########'),
  d => d.fill('{"id":300#######,"total":601#######}'),
  d => d.fill('id=300#######&next=1'),
  d => d.fill('-74.0#######'),
  d => d.fill('+####'),
  d => d.fill('+0## ### ####'),
  d => d.fill('+999 ### #### ###'),
  d => d.fill('$300.###.####'),
  d => d.fill('300 ### #### unidades').replace(/^3/, '2'),
  d => d.fill('12.5##.###.### bytes'),
  d => d.fill('##% de 3.###.###'),
];

export const countOfOthers = 1_000;

export function makeOthers(seed: number): string[] {
  const dice = new Dice(seed);
  const made = new Set<string>();
  for (let kind = 0; made.size < countOfOthers; kind++) made.add((others[kind % others.length] as (dice: Dice) => string)(dice));
  return [...made];
}
