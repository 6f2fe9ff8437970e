import { type CaseBooks, checkBooks } from './books';
import { checkDeadLetters, type SeenLetter } from './deadLetters';
import { checkDecisions, type SeenDecision } from './decisions';
import { checkRows, type KeyedRow } from './rows';
import { checkCommands, checkEvents } from './stopPayments';

const decision = (transferId: string, digest = 'same bytes'): SeenDecision => ({
  decisionId: `D:${transferId}`,
  transferId,
  digest,
});

describe('decisions: each transfer has exactly one', () => {
  const toDecide = new Set(['T1', 'T2', 'T3']);
  const all = [decision('T1'), decision('T2'), decision('T3')];

  it('is satisfied where each transfer has one, also where a crash wrote one again', () => {
    const checked = checkDecisions(toDecide, [...all, decision('T2')]);
    expect(checked).toMatchObject({ decided: 3, repeated: 1, missing: 0, twice: 0, invented: 0 });
    expect(checked.differences).toEqual({ count: 0, sentences: [] });
  });

  it('names a transfer whose decision was lost', () => {
    const { missing, differences } = checkDecisions(toDecide, [decision('T1'), decision('T3')]);
    expect(missing).toBe(1);
    expect(differences.sentences).toEqual(['transfer T2 was published and has no decision']);
  });

  it('names a transfer that was decided a second time, and differently', () => {
    const { twice, differences } = checkDecisions(toDecide, [...all, decision('T2', 'other bytes')]);
    expect(twice).toBe(1);
    expect(differences.sentences[0]).toContain('transfer T2 has two decisions that differ');
  });

  it('names a transfer with two decisions of different ids', () => {
    const second = { ...decision('T2'), decisionId: 'D:T2-again' };
    const { twice, differences } = checkDecisions(toDecide, [...all, second]);
    expect(twice).toBe(1);
    expect(differences.sentences[0]).toContain('D:T2 and D:T2-again');
  });

  it('names a decision of a transfer that nobody published', () => {
    const { invented, decided, differences } = checkDecisions(toDecide, [...all, decision('T9')]);
    expect([invented, decided]).toEqual([1, 3]);
    expect(differences.sentences[0]).toContain('T9, which was not to be decided');
  });

  it('counts every difference and shows the first ten', () => {
    const many = new Set(Array.from({ length: 25 }, (_, i) => `M${i}`));
    const { differences } = checkDecisions(many, []);
    expect(differences.count).toBe(25);
    expect(differences.sentences).toHaveLength(11);
    expect(differences.sentences[10]).toBe('… and 15 more such differences in decisions');
  });
});

describe('stop-payments: each command and each step once', () => {
  const command = (commandId: string, transferId: string | null = null, stopPaymentId = 'S1') => ({
    commandId,
    transferId,
    stopPaymentId,
    action: 'HOLD_TRANSFER' as const,
  });
  const step = (stopPaymentId: string, sequence: number) => ({
    stopPaymentId,
    sequence,
    type: 'ISSUED' as const,
  });

  it('is satisfied with commands that each come once', () => {
    expect(checkCommands([command('C1'), command('C2')])).toMatchObject({ commands: 2, twice: 0 });
  });

  it('names a command that reached the core twice', () => {
    const { twice, commands, differences } = checkCommands([command('C1'), command('C2'), command('C1')]);
    expect([twice, commands]).toEqual([1, 2]);
    expect(differences.sentences).toEqual(['command C1 (HOLD_TRANSFER) is on stop-payments twice']);
  });

  it('names a transfer that two stop-payments hold', () => {
    const { differences } = checkCommands([command('C1', 'T1', 'S1'), command('C2', 'T1', 'S2')]);
    expect(differences.sentences).toEqual(['transfer T1 is held by two stop-payments, S1 and S2']);
  });

  it('names a step that is there twice and one that is skipped', () => {
    const good = [step('S1', 1), step('S2', 1), step('S1', 2)];
    expect(checkEvents(good)).toEqual({ events: 3, differences: { count: 0, sentences: [] } });
    expect(checkEvents([...good, step('S1', 2)]).differences.sentences[0]).toContain('is there twice');
    expect(checkEvents([...good, step('S2', 3)]).differences.sentences[0]).toContain('from step 1 to step 3');
  });
});

describe('Postgres: each row as the topics tell it', () => {
  const expected = new Map([
    ['T1', 'a'],
    ['T2', 'b'],
  ]);
  const row = (key: string, digest: string): KeyedRow => ({ key, digest });
  const sentencesOf = async (rows: readonly KeyedRow[]) =>
    (await checkRows('transfer', expected, rows)).differences.sentences;

  it('is satisfied with the same rows in any order', async () => {
    expect(await checkRows('transfer', expected, [row('T2', 'b'), row('T1', 'a')])).toEqual({
      table: 'transfer',
      expected: 2,
      found: 2,
      differences: { count: 0, sentences: [] },
    });
  });

  it('names a missing row, one too many, one twice, and one with another amount', async () => {
    expect(await sentencesOf([row('T1', 'a')])).toEqual(['row T2 of transfer is missing in Postgres']);
    expect(await sentencesOf([row('T1', 'a'), row('T2', 'b'), row('T3', 'c')])).toEqual([
      'Postgres has a row T3 in transfer that no topic tells of',
    ]);
    expect(await sentencesOf([row('T1', 'a'), row('T1', 'a'), row('T2', 'b')])).toEqual([
      'Postgres has two rows T1 in transfer',
    ]);
    expect(await sentencesOf([row('T1', 'a'), row('T2', 'x')])).toEqual([
      'row T2 of transfer says other than its records on the topics',
    ]);
  });

  it('is not deceived by equal counts', async () => {
    expect(await sentencesOf([row('T1', 'a'), row('T3', 'b')])).toHaveLength(2);
  });
});

describe('the books of recovery cases', () => {
  const books: CaseBooks = {
    caseId: 'K1',
    currency: 'EUR',
    reported: 1_000,
    neverLeft: 300,
    returned: 200,
    frozen: 250,
    atRest: 100,
    leftSight: 100,
    untraced: 50,
    balanced: true,
  };

  it('balance where the parts make up what was reported', () => {
    expect(checkBooks([books])).toMatchObject({ cases: 1, unbalanced: 0 });
  });

  it.each([
    ['a cent is missing', { frozen: 249 }, 'its parts add up to 999'],
    ['a part is below 0', { atRest: -100, leftSight: 300 }, 'atRest is below 0'],
    ['the case store itself says so', { balanced: false }, 'the case store says'],
  ])('are off where %s', (_, changed, why) => {
    const { unbalanced, differences } = checkBooks([{ ...books, ...changed }]);
    expect(unbalanced).toBe(1);
    expect(differences.sentences[0]).toContain('case K1 are off: 1000 EUR were reported');
    expect(differences.sentences[0]).toContain(why);
  });
});

describe('dead letters', () => {
  const made = { SAME_ACCOUNT: 1, UNDECODABLE: 2 };
  const letter = (code: string, offset: number, digest: string): SeenLetter => ({
    code,
    sentence: 'why',
    sourceTopic: 'transfers',
    sourcePartition: 0,
    sourceOffset: BigInt(offset),
    digest,
  });
  const all = [letter('SAME_ACCOUNT', 1, 'a'), letter('UNDECODABLE', 2, 'b'), letter('UNDECODABLE', 3, 'c')];

  it('are explained by what the bank published to be refused, also where it was sent or refused twice', () => {
    const again = [...all, letter('SAME_ACCOUNT', 1, 'a'), letter('UNDECODABLE', 9, 'b')];
    expect(checkDeadLetters(made, again).differences).toEqual({ count: 0, sentences: [] });
  });

  it('are named where nothing explains them', () => {
    const { sentences } = checkDeadLetters(made, [...all, letter('TRANSFER_CONFLICT', 7, 'd')]).differences;
    expect(sentences).toEqual(['transfers/0@7 was refused and nothing explains it: TRANSFER_CONFLICT: why']);
    const report = { ...letter('UNDECODABLE', 4, 'e'), sourceTopic: 'fraud-reports' };
    expect(checkDeadLetters(made, [...all, report]).differences.sentences[0]).toContain('fraud-reports/0@4');
  });

  it('are missed where what must be refused was not, or more than that was', () => {
    expect(checkDeadLetters(made, all.slice(1)).differences.sentences).toEqual([
      '1 records were published that SAME_ACCOUNT refuses, 0 were refused by it',
    ]);
    const honest = letter('SAME_ACCOUNT', 8, 'an honest record');
    expect(checkDeadLetters(made, [...all, honest]).differences.count).toBe(1);
  });
});
