import { parseRestored } from './restoredPartitions';

const restored = (partition: number, accounts: number): string =>
  JSON.stringify({ level: 'info', partition, position: 10, accounts, msg: 'restored from a checkpoint' });

describe('what the detector says of the partitions that it took over', () => {
  it('gives the accounts of all of them, the last word of each', () => {
    const log = ['starting', restored(0, 5), restored(1, 7), restored(0, 6)].join('\n');
    expect(parseRestored(log)).toEqual({ partitions: 2, accounts: 13 });
  });

  it('is no restore where a partition was folded from the beginning', () => {
    const log = `${restored(0, 5)}\n{"partition":1,"accounts":0,"msg":"no checkpoint, folding from the beginning"}`;
    expect(() => parseRestored(log)).toThrow('folded from the beginning');
    expect(() => parseRestored('nothing')).toThrow('of no partition');
  });
});
