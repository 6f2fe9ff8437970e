import { parseMemory } from './memory';

describe('what the account store’s bench says', () => {
  it('is taken as bytes an account and resident memory', () => {
    const found = { accounts: 961, days: 8, bytesPerAccount: 612.4, rssBytes: 104_857_600, other: 'x' };
    expect(parseMemory(found)).toEqual({ accounts: 961, days: 8, bytesPerAccount: 612, rssMiB: 100 });
  });

  it('is refused where a figure is missing', () => {
    expect(() => parseMemory({ accounts: 1, days: 8, bytesPerAccount: 612 })).toThrow('names no rssBytes');
    expect(() => parseMemory(null)).toThrow('no figures');
  });
});
