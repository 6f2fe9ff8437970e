import { createAccountFeatures } from '@sluice/account-state';
import { type Mix, mixesOf, reasonsOf } from './bench/mixes';
import { CATALOGUE } from './catalogue/catalogue';
import { defaultRules } from './defaultRules';
import { fillLegView, newLegView } from './leg/legView';
import { assessCreditor, assessDebtor } from './scoring/assess';
import type { Assessment } from './scoring/assessment';
import { type CompiledRules, compileRules } from './scoring/compile';
import { decide } from './scoring/decide';

/**
 * npx esbuild packages/heuristics/src/bench.ts --bundle --platform=node --format=cjs --outfile=<file> && node <file>
 *
 * What the rules cost of processor time, in nanoseconds: the debit step (leg view, rules), the credit step, the decision,
 * by how much there is to say of a transfer; then what each rule alone adds to a step. A mix is up to 1,024 transfers
 * between as many accounts; rounds go over all mixes in turn, so that no mix has the code to itself. Putting the features
 * into the partition's one sheet is measured beside it and taken off. `--quick` leaves the single rules out.
 */
const SIZE = 1_024;
const ROUNDS = 21;

const leg = newLegView();
const debtor = createAccountFeatures();
const creditor = createAccountFeatures();
debtor.phone = 'phone-hash-1';
creditor.phone = 'phone-hash-2';
const debtors: Assessment[] = [];
const creditors: Assessment[] = [];
let sink = 0;

type Work = (rules: CompiledRules, mix: Mix) => void;

const WORKS = {
  features(_rules, { cases, debtors: debtorRows, creditors: creditorRows }) {
    for (let i = 0; i < cases.length; i++) {
      debtorRows.fill(debtor, i);
      creditorRows.fill(creditor, i);
    }
  },
  debit(rules, { cases, debtors: debtorRows, creditors: creditorRows }) {
    for (let i = 0; i < cases.length; i++) {
      const one = cases[i]!;
      debtorRows.fill(debtor, i);
      creditorRows.fill(creditor, i);
      fillLegView(leg, one.transfer, one.lateAtDebit);
      debtors[i] = assessDebtor(rules, leg, debtor, one.debtorListings);
    }
  },
  credit(rules, { cases, debtors: debtorRows, creditors: creditorRows }) {
    for (let i = 0; i < cases.length; i++) {
      const one = cases[i]!;
      debtorRows.fill(debtor, i);
      creditorRows.fill(creditor, i);
      fillLegView(leg, one.transfer, one.lateAtCredit);
      creditors[i] = assessCreditor(rules, leg, creditor, one.creditorListings, debtors[i]!);
    }
  },
  decision(rules, { cases, debtors: debtorRows, creditors: creditorRows }) {
    for (let i = 0; i < cases.length; i++) {
      const one = cases[i]!;
      debtorRows.fill(debtor, i);
      creditorRows.fill(creditor, i);
      fillLegView(leg, one.transfer, one.lateAtCredit);
      sink += decide(rules, leg, debtors[i]!, creditors[i]!, one.facts).combinedScore;
    }
  },
  whole(rules, { cases, debtors: debtorRows, creditors: creditorRows }) {
    for (let i = 0; i < cases.length; i++) {
      const one = cases[i]!;
      debtorRows.fill(debtor, i);
      fillLegView(leg, one.transfer, one.lateAtDebit);
      const payer = assessDebtor(rules, leg, debtor, one.debtorListings);
      creditorRows.fill(creditor, i);
      fillLegView(leg, one.transfer, one.lateAtCredit);
      const payee = assessCreditor(rules, leg, creditor, one.creditorListings, payer);
      sink += decide(rules, leg, payer, payee, one.facts).combinedScore;
    }
  },
} as const satisfies Record<string, Work>;
type WorkName = keyof typeof WORKS;
const WORK_NAMES = Object.keys(WORKS) as WorkName[]; // keys of the table above, which nothing extends

type Figures = Readonly<Record<WorkName, number[]>>;

// Processor time, not the clock's: other processes on the machine must not count.
function nanoseconds(work: Work, rules: CompiledRules, mix: Mix): number {
  const before = process.cpuUsage();
  for (let pass = 0; pass < mix.passes; pass++) work(rules, mix);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1_000) / (mix.cases.length * mix.passes);
}

/** Per mix and kind of work, one figure a round. */
function measure(rules: CompiledRules, mixes: readonly Mix[], rounds: number): readonly Figures[] {
  const figures = mixes.map(
    (): Figures => ({ features: [], debit: [], credit: [], decision: [], whole: [] }),
  );
  for (let round = 0; round < rounds; round++) {
    for (const [index, mix] of mixes.entries()) {
      for (const name of WORK_NAMES) figures[index]![name].push(nanoseconds(WORKS[name], rules, mix));
    }
  }
  return figures;
}

function least(values: readonly number[]): number {
  return Math.min(...values);
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function sayByMix(rules: CompiledRules, mixes: readonly Mix[]): void {
  say(
    `ns, least and median of ${ROUNDS} rounds        debit step   credit step      decision  whole transfer`,
  );
  for (const [index, figures] of measure(rules, mixes, ROUNDS).entries()) {
    const of = (name: WorkName) =>
      [least, middle]
        .map((one) => (one(figures[name]) - one(figures.features)).toFixed(0).padStart(6))
        .join(' ');
    const { name, cases } = mixes[index]!;
    say(
      `${`${name} (${cases.length})`.padEnd(37)} ${of('debit')} ${of('credit')} ${of('decision')} ${of('whole')}`,
    );
  }
}

function sayByRule(everyday: Mix): void {
  const only = (id: string | null) => {
    const rules = compileRules({
      ...defaultRules,
      rules: id === null ? {} : { [id]: defaultRules.rules[id] },
    });
    return measure(rules, [everyday], 7)[0]!;
  };
  const none = only(null);
  say('\nns that one rule alone adds to a step, everyday mix    debit  credit');
  for (const { id, debtor: payer, creditor: payee } of CATALOGUE) {
    const line = only(id);
    const added = (isThere: boolean, name: WorkName) =>
      (isThere ? (least(line[name]) - least(none[name])).toFixed(1) : '-').padStart(7);
    say(`${id.padEnd(52)} ${added(payer !== undefined, 'debit')} ${added(payee !== undefined, 'credit')}`);
  }
}

function main(): void {
  const rules = compileRules(defaultRules);
  const mixes = mixesOf(rules, SIZE);
  measure(rules, mixes, 3);
  const everyday = mixes.find((mix) => mix.name === 'everyday')!;
  const spoken = everyday.cases.filter((one) => reasonsOf(rules, one) > 0).length;
  say(`${((spoken * 100) / everyday.cases.length).toFixed(1)}% of the everyday transfers have a reason`);
  sayByMix(rules, mixes);
  if (!process.argv.includes('--quick')) sayByRule(everyday);
  if (sink === 0) throw new Error('nothing was scored');
}

main();
