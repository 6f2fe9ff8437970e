import { refusalSentence } from './refusal';

function withCode(code: string, message: string): Error {
  return new Error('Failed query: select …', { cause: Object.assign(new Error(message), { code }) });
}

describe('a refusal of the database', () => {
  it.each([
    [
      '28P01',
      'password authentication failed for user "sluice"',
      /refuses the user or the password; correct/,
    ],
    ['28000', 'role "nobody" does not exist', /refuses the user or the password; correct/],
    ['3D000', 'database "none" does not exist', /^There is no database none on that server; create it/],
    ['3D000', 'la base de données « none » n’existe pas', /^There is no database none on that server/],
    ['3D000', 'no such thing', /^There is no database of that name on that server/],
    [
      '42501',
      'permission denied for table case_file',
      /no permission for this \(permission denied for table/,
    ],
  ])('%s is told in one sentence', (code, message, sentence) => {
    expect(refusalSentence(withCode(code, message))).toMatch(sentence);
  });

  it('is also an address without the password that the server asks for', () => {
    const asked = new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string');
    expect(refusalSentence(asked)).toMatch(/refuses the user or the password/);
  });

  it('is not what another try mends, nor a bug', () => {
    expect(refusalSentence(withCode('57P01', 'terminating connection'))).toBeNull();
    expect(refusalSentence(new TypeError('SASL is not a function'))).toBeNull();
  });
});
