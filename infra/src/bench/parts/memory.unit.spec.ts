import { parseMemory } from './memory';

describe('what the account store’s bench says', () => {
  it('is taken from its last line', () => {
    expect(parseMemory(1_000, '{"bytesPerAccount":612.4,"rssBytes":104857600,"x":1}')).toEqual({
      accounts: 1_000,
      bytesPerAccount: 612,
      rssMiB: 100,
    });
  });

  it('is refused where a figure is missing', () => {
    expect(() => parseMemory(1, '{"bytesPerAccount":612}')).toThrow('names no rssBytes');
  });
});
