import { isPassingFault, lacksTables } from './passingFault';

function withCode(code: string, message = 'it failed'): Error {
  return Object.assign(new Error(message), { code });
}

/** As drizzle hands it on. */
function wrapped(cause: Error): Error {
  return new Error('Failed query: insert …', { cause });
}

describe('a fault of the database', () => {
  it.each([
    ['a server that is not there', withCode('ECONNREFUSED')],
    ['a broken connection', withCode('ECONNRESET')],
    ['a name server that is away', withCode('EAI_AGAIN')],
    ['a socket file that is not there', Object.assign(withCode('ENOENT'), { syscall: 'connect' })],
    ['a shutdown', withCode('57P01')],
    ['a server that starts up', withCode('57P03')],
    ['a deadlock', withCode('40P01')],
    ['a full disk', withCode('53100')],
    ['too many connections', withCode('53300')],
    ['a connection that pg saw end', new Error('Connection terminated unexpectedly')],
    [
      'a query on a connection that broke',
      new Error('Client has encountered a connection error and is not queryable'),
    ],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect')],
  ])('passes: %s', (_what, error) => {
    expect(isPassingFault(error)).toBe(true);
    expect(isPassingFault(wrapped(error))).toBe(true);
    expect(isPassingFault(new AggregateError([error], 'all addresses failed'))).toBe(true);
  });

  it.each([
    ['a row that breaks a constraint', withCode('23505')],
    ['a value out of range', withCode('22003')],
    ['a missing table', withCode('42P01')],
    ['a wrong password', withCode('28P01')],
    ['a file that cannot be written', Object.assign(withCode('ENOENT'), { syscall: 'open' })],
    ['a disk of ours that is full', Object.assign(withCode('ENOSPC'), { syscall: 'write' })],
    ['a bug of ours', new TypeError('x is not a function')],
  ])('does not pass by waiting: %s', (_what, error) => {
    expect(isPassingFault(error)).toBe(false);
    expect(isPassingFault(wrapped(error))).toBe(false);
  });

  it('is not what is no error at all', () => {
    expect(isPassingFault('ECONNREFUSED')).toBe(false);
    expect(isPassingFault(undefined)).toBe(false);
  });

  it('tells a database that was not migrated', () => {
    expect(lacksTables(wrapped(withCode('42P01')))).toBe(true);
    expect(lacksTables(withCode('23505'))).toBe(false);
  });
});
