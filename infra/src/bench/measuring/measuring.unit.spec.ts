import { CPU_OWNERS, cpuBetween, ownerOf, sumByOwner } from './cpuByService';
import { parseStat } from './processTree';
import { modulesByLine } from './profileByModule';
import { spreadOf } from './statistics';

describe('rounds of a figure', () => {
  it('give a median with the lowest and highest', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, rounds: 3 });
    expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4, rounds: 4 });
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});

describe('CPU time from procfs', () => {
  it('is read behind a name that holds blanks and brackets', () => {
    const stat =
      '4242 (node (main) x) S 17 4242 4242 0 -1 4194304 1 2 3 4 250 50 7 3 20 0 11 0 99 1 1 18446744073709551615';
    expect(parseStat(stat)).toEqual({ parent: 17, cpuMicroseconds: 3_000_000, endedMicroseconds: 100_000 });
  });

  it.each([
    ['/usr/bin/node /sluice/services/detector/dist/main.js', 'detector'],
    ['/usr/bin/node /sluice/services/case-recorder/dist/main.js', 'case-recorder'],
    ['/usr/bin/java -Xmx512m -cp /lib/* kafka.Kafka /data/server.properties', 'broker'],
    ['/usr/bin/java -jar /registry.jar', 'registry'],
    ['postgres: sluice sluice 127.0.0.1(5432) COMMIT', 'postgres'],
    ['/modules/native/bin/postgres -D /data', 'postgres'],
    ['/usr/bin/node /sluice/infra/dist/bench/loadProcess.js {}', 'load'],
    ['/bin/sh -c guard /usr/bin/node /sluice/services/detector/dist/main.js', 'other'],
  ])('%s is the %s', (commandLine, owner) => {
    expect(ownerOf(commandLine)).toBe(owner);
  });

  it('adds PostgreSQL’s ended connections, and never runs backwards where a process has gone', () => {
    const process = { pid: 1, parent: 0, cpuMicroseconds: 10, endedMicroseconds: 5 };
    const before = sumByOwner([
      { ...process, commandLine: 'postgres: one' },
      { ...process, pid: 2, commandLine: 'node services/intake/dist/main.js' },
    ]);
    expect(before).toMatchObject({ postgres: 15, intake: 10, detector: 0 });
    const after = sumByOwner([{ ...process, cpuMicroseconds: 40, commandLine: 'postgres: one' }]);
    expect(cpuBetween(before, after)).toMatchObject({ postgres: 30, intake: 0 });
    expect(Object.keys(after)).toEqual([...CPU_OWNERS]);
  });
});

describe('a profile by module', () => {
  it('finds the source file of a line of the bundle by the comment above it', () => {
    const bundle = [
      '"use strict";',
      '// ../packages/domain/src/hash53.ts',
      'function a() {}',
      '',
      '// src/main.ts',
      'b();',
    ];
    const moduleAt = modulesByLine(bundle.join('\n'));
    expect([0, 2, 3, 5].map(moduleAt)).toEqual([
      '(bundle)',
      'packages/domain/src/hash53.ts',
      'packages/domain/src/hash53.ts',
      'src/main.ts',
    ]);
  });
});
