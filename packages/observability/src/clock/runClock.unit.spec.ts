import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLOCK_FILE_VARIABLE, runClock, writeClockFile } from './runClock';

describe('the time at which a service works', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-clock-'));
  const file = join(folder, 'clock.json');
  const env = { [CLOCK_FILE_VARIABLE]: file };
  const plan = { startsAt: 1_000_000, endsAt: 1_600_000, factor: 60 };
  afterAll(() => rmSync(folder, { recursive: true }));

  const clockAt = (wall: { now: number }): (() => number) => {
    const clock = runClock(env, () => wall.now);
    if (!clock.ok) throw new Error(clock.problem.sentence);
    return clock.value;
  };

  it('is the wall clock where no run is faster', () => {
    const clock = runClock({ [CLOCK_FILE_VARIABLE]: ' ' }, () => 17);
    expect(clock.ok && clock.value()).toBe(17);
  });

  it('stands still until the run is started, then runs as fast as the run', () => {
    const wall = { now: 5_000_000 };
    writeClockFile(file, { ...plan, startedAt: null });
    const clock = clockAt(wall);
    wall.now += 10_000;
    expect(clock()).toBe(1_000_000);
    writeClockFile(file, { ...plan, startedAt: wall.now });
    wall.now += 2_000;
    expect(clock()).toBe(1_120_000);
  });

  it('goes on with the same time in a service that is started again in the middle of the run', () => {
    const wall = { now: 5_000_000 };
    writeClockFile(file, { ...plan, startedAt: 4_998_000 });
    expect(clockAt(wall)()).toBe(1_120_000);
  });

  it.each([
    ['is missing', null],
    ['is no JSON', '{'],
    ['lacks the factor', '{"startsAt":1,"endsAt":2,"startedAt":null}'],
    ['would run backwards', '{"startsAt":1,"endsAt":2,"factor":-1,"startedAt":null}'],
  ])('refuses a file that %s, by the name of the variable', (_, text) => {
    rmSync(file, { force: true });
    if (text !== null) writeFileSync(file, text);
    const clock = runClock(env);
    expect(!clock.ok && clock.problem.sentence).toContain(CLOCK_FILE_VARIABLE);
  });
});
