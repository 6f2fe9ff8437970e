// Loaded into a service by NODE_OPTIONS=--require: samples its CPU from its start and writes the profile as it ends, into the
// folder that SLUICE_BENCH_PROFILES names. Plain JavaScript: nothing compiles it on its way into another process.
'use strict';

const { writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const path = require('node:path');

const SAMPLE_MICROSECONDS = 500;
const folder = process.env.SLUICE_BENCH_PROFILES;

if (folder !== undefined && require('node:worker_threads').isMainThread) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  session.post('Profiler.start');
  process.on('exit', () => {
    const service = path.basename(path.resolve(process.argv[1] ?? 'node', '..', '..'));
    session.post('Profiler.stop', (error, { profile }) => {
      if (error === null)
        writeFileSync(path.join(folder, `${service}-${process.pid}.cpuprofile`), JSON.stringify(profile));
    });
  });
}
