import type { Checked } from './checkEverything';
import type { InflictedFault } from './faults/inflictFaults';
import { type ResultParts, resultOf } from './result';

const NONE = { count: 0, sentences: [] };
const checked: Checked = {
  published: 12,
  publishedWithinMs: 5_000,
  toDecide: 10,
  partitions: 2,
  decisions: { decided: 10, repeated: 1, missing: 0, twice: 0, invented: 0, differences: NONE },
  decisionTimes: [{ creditorAccount: 'A1', decidedAt: 1_500, publishedAt: 1_490 }],
  commands: { commands: 2, twice: 0, differences: NONE },
  events: { events: 4, differences: NONE },
  deadLetters: { deadLetters: 0, differences: NONE },
  tables: [{ table: 'transfer', expected: 10, found: 10, differences: NONE }],
  books: { cases: 1, unbalanced: 0, differences: NONE },
  other: NONE,
};
const killed: InflictedFault = {
  fault: { kind: 'KILL', target: 'detector', atMs: 0, lastsMs: 0 },
  title: 'detector',
  at: 1_000,
  overAt: 2_000,
};
const run = (changed: Partial<ResultParts> = {}) =>
  resultOf({
    options: { seed: 1, minutes: 1, faults: 1 },
    inflicted: [killed],
    checked,
    failure: null,
    restless: null,
    ...changed,
  });

describe('a run of chaos', () => {
  it('is good where every fault was got over and every check saw something and found nothing', () => {
    expect(run()).toMatchObject({
      differences: 0,
      sentences: [],
      byKind: { 'KILL detector': 1 },
      transfersPerSecond: 2,
      latencyMs: { p50: 10, p99: 10, max: 10 },
      recoverySeconds: { median: 0.5, max: 0.5 },
    });
  });

  it.each<[string, Partial<ResultParts>, string]>([
    ['a service has stopped', { failure: 'detector: gap in legs/3' }, 'detector: gap in legs/3'],
    ['it did not come to rest', { restless: 'intake is still behind' }, 'intake is still behind'],
    ['a fault was not done', { inflicted: [] }, '1 faults were planned and 0 were done'],
    ['a service did not come back', { inflicted: [{ ...killed, overAt: null }] }, 'did not get ready again'],
    [
      'no transfer was there to be decided',
      { checked: { ...checked, toDecide: 0 } },
      'no transfer was decided in this run',
    ],
    [
      'no stop-payment was there to be seen twice',
      { checked: { ...checked, commands: { ...checked.commands, commands: 0 } } },
      'no stop-payment was commanded in this run',
    ],
    [
      'no books were there to balance',
      { checked: { ...checked, books: { ...checked.books, cases: 0 } } },
      'no fraud was reported and traced in this run',
    ],
    [
      'a check found a difference',
      {
        checked: {
          ...checked,
          tables: [
            {
              table: 'transfer',
              expected: 10,
              found: 9,
              differences: { count: 1, sentences: ['row T1 is missing'] },
            },
          ],
        },
      },
      'row T1 is missing',
    ],
  ])('is not good where %s', (_, changed, sentence) => {
    const { differences, sentences } = run(changed);
    expect(differences).toBeGreaterThan(0);
    expect(sentences.join()).toContain(sentence);
  });
});
