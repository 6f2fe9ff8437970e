// What a measuring process says: its settings are the one argument, progress goes to standard error, and the last line of
// standard output is its answer. Parsed by `runChild`.

/** The settings that this process was started with. */
export function settingsOf<T>(): T {
  const text = process.argv[2];
  if (text === undefined) throw new Error('a measuring process is started by the bench, with its settings');
  return JSON.parse(text) as T; // written by runChild with the same type
}

/** One sentence of progress. */
export function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** The answer; written last. */
export function answer<T>(measured: T): void {
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}
