/** Names of processes in the CPU budget. */
export const CPU_TITLES: Readonly<Record<string, string>> = {
  intake: 'intake (decode, check, recognise duplicates, write frames)',
  detector: 'detector (fold, state, rules, credit legs, decisions)',
  'stop-payment': 'stop-payment',
  'case-recorder': 'case-recorder (as far as it kept up)',
  'fund-tracer': 'fund-tracer',
  broker: 'Kafka broker',
  registry: 'schema registry',
  postgres: 'PostgreSQL',
  load: 'load',
  other: 'guards and the bench itself',
};

/** How each figure comes about; the last section of the page. */
export const METHOD = `## Method

**What runs.** The services are the bundles and processes of \`npm run demo\` with its defaults (8 partitions, the case-recorder at a lower priority); broker, registry and
PostgreSQL run as \`npm run stack\` runs them, one of each, nothing tuned for the bench. Code of the bench that takes part runs from a bundle, in processes of its own.

**Traffic.** A bank of 200,000 accounts (quick, and the pipeline only: 50,000) of which 60% have 1 to 10 legs in 7 days, 30% 10 to 40, 9% 40 to 150 and 1% 150 to 1,000, on average 20.8;
accounts from 150 on are merchants, half of those from 40 on companies, one in seven is held at another bank. The payer of a transfer is drawn by activity; 65% go to one
of the payer's habitual payees (three, and one more for every five legs a week), the others to an account drawn by activity. Private payers pay businesses by card (60%), direct debit (25%) or
transfer; 90% of amounts are below 100 EUR, 0.2% above 1,000; companies pay ten times as much. Master data of all of our accounts are published beforehand. Event times
advance as this activity says (one transfer every 290 ms for 200,000 accounts), whatever the rate of publishing, so that windows hold what they hold in life. The default rules send about one
transfer in a thousand to review; each part states the outcomes.

**Engine.** Frames of debits, built beforehand, go through the folds of all 8 partitions in one thread; credit legs that the sink made come back in the next poll; decisions are encoded
as the detector encodes them and dropped where the producer would take them. Windows are warmed first. Median of the rounds by wall clock; CPU time stands beside it.

**Backlog.** With intake stopped, transfers are published; intake is started; the time runs from the first frame of debits in \`legs\` to the append time of the last decision. Afterwards
\`decisions\` is read and every transfer must have exactly one. CPU time is that of /proc/PID/stat over the same span, PostgreSQL's with its connections.

**Latency.** The pipeline is warmed by 5,000/s for a minute first, 20 s with \`--quick\`: in its first half minute it is several times slower. A process publishes on a fixed schedule whatever happens (what is due within 2 ms goes out in one send) and reads \`decisions\`. A transfer's time starts when the
schedule wanted it published, not when a send was free to take it, so that a stall counts for all that were due meanwhile; a transfer without a decision would count with all the time that it waited, and fails the
run. Values are held in an HdrHistogram of three digits. The longest pause is the event loop's, from the detector's own metrics. A partition's
checkpoint begins after a number of its entries, so that faster loads run through more of them: the table says how many were completed in each round.

**Stop-payment.** The same, with a share of transfers to an account that is listed as BLOCKED; the answer is the first command with the transfer's id as a reader under read_committed gets it.

**Memory.** account-state's own bench fills a store with 8 days of that activity; bytes are what the store has reserved, ids and windows included, by the number of accounts.

**Restore.** With intake and detector alone, the accounts' windows are filled; the detector leaves, which writes a checkpoint of everything, and is launched with nothing on disk: the time runs
from the launch of its process until it is ready, and its log must say that every partition came from a checkpoint. Kills: at 1,000/s a detector gets SIGKILL and is started again at once; the time runs until
a partition that had stood still has a decision again (*first*), and until all have; every transfer must have a decision in the end.

**Case-recorder alone.** It is stopped, a backlog is decided, it is started: the time runs from its launch until ledger and decisions stand in Postgres.`;
