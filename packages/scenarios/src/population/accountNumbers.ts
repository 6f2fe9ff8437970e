import { type Random, whole } from '../simulation/random';

/** A bank as transfers name it. */
export interface Institution {
  /** BIC. */
  readonly bic: string;
  readonly country: string;
  /** Bank code as it stands in the account numbers of its country. */
  readonly bankCode: string;
  /** What people call it. */
  readonly name: string;
}

export const OUR_BANK: Institution = {
  bic: 'SLUCDEFFXXX',
  country: 'DE',
  bankCode: '50030100',
  name: 'this bank',
};

/** Banks that are not ours. None of the codes belongs to a real bank. */
export const OTHER_BANKS: readonly Institution[] = [
  { bic: 'BNKBNL2AXXX', country: 'NL', bankCode: 'BNKB', name: 'Bank B' },
  { bic: 'BNKCFRPPXXX', country: 'FR', bankCode: '30999', name: 'Bank C' },
  { bic: 'BNKDLT22XXX', country: 'LT', bankCode: '39990', name: 'Bank D' },
];

/** Name of an institution for people, by its BIC; the BIC itself where it is none of the simulation's. */
export function institutionName(bic: string): string {
  return [OUR_BANK, ...OTHER_BANKS].find((bank) => bank.bic === bic)?.name ?? bic;
}

/** Hands out account numbers that were not handed out before. */
export function createNumberIssuer(random: Random): (bank: Institution) => string {
  const issued = new Set<number>();
  return (bank) => {
    let serial = whole(random, 1_000_000, 9_999_999);
    while (issued.has(serial)) serial = whole(random, 1_000_000, 9_999_999);
    issued.add(serial);
    return iban(bank.country, `${bank.bankCode}${String(serial).padStart(10, '0')}`);
  };
}

/** An IBAN with its check digits (ISO 13616; modulo 97 of ISO 7064), of the country and the basic account number. */
export function iban(country: string, basicNumber: string): string {
  const digits = [...`${basicNumber}${country}00`]
    .map((character) => Number.parseInt(character, 36))
    .join('');
  let remainder = 0;
  for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97;
  return `${country}${String(98 - remainder).padStart(2, '0')}${basicNumber}`;
}
