import * as fc from 'fast-check';
import { PERSPECTIVES, parseWatchlistKey, WATCHLIST_KINDS, watchlistKey } from './watchlist';

describe('the key of a watchlist entry', () => {
  it('keeps the colons of an IPv6 address and of an institution’s account', () => {
    expect(parseWatchlistKey('IP:2001:db8::1:BOTH')).toEqual({
      kind: 'IP',
      value: '2001:db8::1',
      perspective: 'BOTH',
    });
    expect(parseWatchlistKey('ACCOUNT:BANKB:9032:CREDITOR')).toEqual({
      kind: 'ACCOUNT',
      value: 'BANKB:9032',
      perspective: 'CREDITOR',
    });
  });

  it('gives back what it was made of', () => {
    const kinds = WATCHLIST_KINDS.filter((kind) => kind !== 'UNKNOWN');
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.string({ minLength: 1, unit: 'binary' }),
        fc.constantFrom(...PERSPECTIVES),
        (kind, value, perspective) => {
          expect(parseWatchlistKey(watchlistKey({ kind, value, perspective }))).toEqual({
            kind,
            value,
            perspective,
          });
        },
      ),
    );
  });

  it.each([
    '',
    'ACCOUNT',
    'ACCOUNT:BOTH',
    'ACCOUNT::BOTH',
    ':x:BOTH',
    'UNKNOWN:x:BOTH',
    'PASSPORT:x:BOTH',
    'ACCOUNT:x:',
    'ACCOUNT:x:both',
  ])('%j is none', (key) => {
    expect(parseWatchlistKey(key)).toBeNull();
  });
});
