import { fifo } from './fifo';
import { libr } from './libr';
import { lifo } from './lifo';
import { poison } from './poison';
import { proRata } from './proRata';
import type { MethodName, TracingMethod } from './tracingMethod';

export * from './tracingMethod';

const METHODS: Readonly<Record<MethodName, TracingMethod>> = {
  FIFO: fifo,
  LIFO: lifo,
  PRO_RATA: proRata,
  LIBR: libr,
  POISON: poison,
};

/** The method of a name; FIFO is the one in use where nothing else is asked for. */
export function tracingMethodOf(name: MethodName): TracingMethod {
  return METHODS[name];
}
