import { defaultRules } from '@sluice/heuristics';
import { answer, settingsOf, tell } from '../children/childSide';
import { profileByModule } from '../measuring/profileByModule';
import { BenchBank, stepMs } from '../traffic/bank';
import { Population } from '../traffic/population';
import { debitFrames, type Frames } from './debitFrames';
import type { EngineMeasurement, EngineSettings } from './engineSettings';
import { foldEngine } from './foldEngine';

// One thread, no Kafka, no clock in what is measured: frames are built beforehand, then folded as fast as it goes.

const NOON = Date.UTC(2026, 2, 3, 12);
const LATENCY_MS = 20;

interface Poll {
  readonly frames: Frames;
  readonly appendTime: number;
}

async function main(): Promise<void> {
  const settings = settingsOf<EngineSettings>();
  const population = new Population(settings.accounts);
  const engine = foldEngine(settings.partitions);
  const frames = debitFrames(settings.partitions);
  const bank = new BenchBank({ population, seed: 7, run: 'e', startAt: NOON });
  const appendTime = (): number => Math.ceil(NOON + bank.made * stepMs(population)) + LATENCY_MS;

  const draw = (transfers: number): Poll[] => {
    const polls: Poll[] = [];
    for (let left = transfers; left > 0; left -= settings.transfersPerPoll) {
      const size = Math.min(left, settings.transfersPerPoll);
      const made = frames.transfers(Array.from({ length: size }, () => bank.next()));
      polls.push({ frames: made, appendTime: appendTime() });
    }
    return polls;
  };
  const fold = (polls: readonly Poll[]): void => {
    for (const poll of polls) engine.poll(poll.frames, poll.appendTime);
    while (engine.busy()) engine.poll([], appendTime());
  };
  const decided = (): number => Object.values(engine.outcomes()).reduce((sum, count) => sum + count, 0);

  const rules = frames.rules(defaultRules.version, JSON.stringify(defaultRules));
  fold([rules, frames.masterData(population, NOON)].map((made) => ({ frames: made, appendTime: NOON })));
  tell(`engine: ${settings.accounts} accounts, warming windows with ${settings.warmUpTransfers} transfers`);
  for (let left = settings.warmUpTransfers; left > 0; left -= settings.transfersPerRound)
    fold(draw(Math.min(left, settings.transfersPerRound)));

  const rounds: EngineMeasurement['rounds'][number][] = [];
  const outcomesBefore = engine.outcomes();
  for (let round = 0; round < settings.rounds; round++) {
    const polls = draw(settings.transfersPerRound);
    const decidedBefore = decided();
    const bytesBefore = engine.bytesOut;
    const cpu = process.cpuUsage();
    const start = performance.now();
    fold(polls);
    const seconds = (performance.now() - start) / 1_000;
    const used = process.cpuUsage(cpu);
    const made = decided() - decidedBefore;
    if (made !== settings.transfersPerRound)
      throw new Error(`${settings.transfersPerRound} transfers gave ${made} decisions`);
    rounds.push({
      seconds,
      cpuSeconds: (used.user + used.system) / 1e6,
      bytesOut: engine.bytesOut - bytesBefore,
    });
  }
  const after = engine.outcomes();
  const polls = draw(settings.transfersPerRound);
  const modules = settings.profile ? await profileByModule(__filename, () => fold(polls)) : [];
  answer<EngineMeasurement>({
    rounds,
    accounts: engine.accounts,
    outcomes: {
      ALLOW: after.ALLOW - outcomesBefore.ALLOW,
      REVIEW: after.REVIEW - outcomesBefore.REVIEW,
      WARN: after.WARN - outcomesBefore.WARN,
      HOLD: after.HOLD - outcomesBefore.HOLD,
    },
    modules: modules.map(({ module, microseconds }) => ({
      module,
      microsecondsPerTransfer: microseconds / settings.transfersPerRound,
    })),
  });
}

void main();
