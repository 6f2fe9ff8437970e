import { benchCommand, benchProgram, PART_NAMES } from './options';

function refusal(...argv: string[]): string {
  let said = '';
  const program = benchProgram()
    .exitOverride()
    .configureOutput({ writeErr: (text) => (said += text) });
  expect(() => program.parse(argv, { from: 'user' })).toThrow();
  return said;
}

describe('the command line of the bench', () => {
  it('measures everything and writes the page where nothing is said', () => {
    expect(benchCommand([])).toEqual({
      quick: false,
      json: false,
      write: true,
      only: PART_NAMES,
      profiles: null,
    });
  });

  it('does not write the page after a quick run or one of some parts, unless asked', () => {
    expect(benchCommand(['--quick']).write).toBe(false);
    expect(benchCommand(['--only', 'engine']).write).toBe(false);
    expect(benchCommand(['--quick', '--write']).write).toBe(true);
  });

  it('takes some parts, in the order given', () => {
    expect(benchCommand(['--only', 'latency, engine']).only).toEqual(['latency', 'engine']);
  });

  it('refuses a part that is none, and names those that are', () => {
    expect(refusal('--only', 'engine,motor')).toContain('no part motor; there are engine, raw, backlog');
  });

  it('refuses what it does not know', () => {
    expect(refusal('--fast')).toContain("unknown option '--fast'");
  });
});
