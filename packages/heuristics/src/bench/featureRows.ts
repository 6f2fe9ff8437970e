import type { AccountFeatures } from '@sluice/account-state';
import { ACCOUNT_KINDS, HOLDER_KINDS } from '@sluice/domain';

const FIGURES = [
  'at',
  'openedAt',
  'birthYear',
  'firstSeenAt',
  'lastSeenAt',
  'counterpartyLegs',
  'counterpartyFirstAt',
  'settledPayers',
  'habitOutPerDay',
  'habitOutMinorPerDay',
  'habitInPerDay',
  'habitInMinorPerDay',
  'habitOutMaxMinor',
  'receivedMinor1h',
  'forwardedMinor1h',
  'receivedMinor24h',
  'forwardedMinor24h',
  'lastInAt',
  'lastInMinor',
] as const satisfies readonly (keyof AccountFeatures)[];
const WINDOWED = ['count', 'sumMinor', 'distinct', 'fresh'] as const;
const MASTER = 4;
const ROW = FIGURES.length + MASTER + 2 * WINDOWED.length * 4;

/**
 * Features of many accounts, one after another in memory, to be put into the one sheet that a partition has: as the account
 * store does, so that the rules find them in the nearest cache and the bench does not measure the memory.
 */
export class FeatureRows {
  private readonly rows: Float64Array;

  constructor(accounts: readonly AccountFeatures[]) {
    this.rows = new Float64Array(accounts.length * ROW);
    for (const [index, account] of accounts.entries()) {
      this.rows.set(rowOf(account), index * ROW);
    }
  }

  /** Fills `sheet` with the features of account `index`; the names stay what they are. */
  fill(sheet: AccountFeatures, index: number): void {
    const { rows } = this;
    let at = index * ROW;
    for (const values of [sheet.in, sheet.out]) {
      for (let i = 0; i < 4; i++) {
        values.count[i] = rows[at]!;
        values.sumMinor[i] = rows[at + 4]!;
        values.distinct[i] = rows[at + 8]!;
        values.fresh[i] = rows[at + 12]!;
        at += 1;
      }
      at += 12;
    }
    sheet.masterKnown = rows[at++] === 1;
    sheet.counterpartyKnown = rows[at++] === 1;
    sheet.kind = ACCOUNT_KINDS[rows[at++]!]!;
    sheet.holderKind = HOLDER_KINDS[rows[at++]!]!;
    sheet.at = rows[at++]!;
    sheet.openedAt = rows[at++]!;
    sheet.birthYear = rows[at++]!;
    sheet.firstSeenAt = rows[at++]!;
    sheet.lastSeenAt = rows[at++]!;
    sheet.counterpartyLegs = rows[at++]!;
    sheet.counterpartyFirstAt = rows[at++]!;
    sheet.settledPayers = rows[at++]!;
    sheet.habitOutPerDay = rows[at++]!;
    sheet.habitOutMinorPerDay = rows[at++]!;
    sheet.habitInPerDay = rows[at++]!;
    sheet.habitInMinorPerDay = rows[at++]!;
    sheet.habitOutMaxMinor = rows[at++]!;
    sheet.receivedMinor1h = rows[at++]!;
    sheet.forwardedMinor1h = rows[at++]!;
    sheet.receivedMinor24h = rows[at++]!;
    sheet.forwardedMinor24h = rows[at++]!;
    sheet.lastInAt = rows[at++]!;
    sheet.lastInMinor = rows[at++]!;
  }
}

function rowOf(account: AccountFeatures): number[] {
  return [
    ...[account.in, account.out].flatMap((windows) => WINDOWED.flatMap((name) => [...windows[name]])),
    account.masterKnown ? 1 : 0,
    account.counterpartyKnown ? 1 : 0,
    ACCOUNT_KINDS.indexOf(account.kind),
    HOLDER_KINDS.indexOf(account.holderKind),
    ...FIGURES.map((name) => account[name]),
  ];
}
