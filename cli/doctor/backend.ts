import { otherProducts, signalCure, type SignalCure } from '../../src/core/signals.js';
import { lastLines, runProgram } from '../../tools/setup/run-program.mjs';
import { readStamps } from '../../tools/setup/stamps.mjs';
import { type Finding, type Machine, setUpAgain } from './finding.js';

type Name = 'native' | 'wasm' | 'js';

interface Measured {
  readonly name: Name;
  readonly milliseconds: number;
}

const size = 512;

const spoken: Record<Name, string> = {
  native: 'native (TensorFlow)',
  wasm: 'wasm',
  js: 'plain JavaScript',
};

const spokenCure: Record<SignalCure, string> = {
  held: 'no signal interrupts an operation',
  'other products': "TensorFlow's own matrix products, safe from signals, instead of oneDNN's",
  none: 'a signal may end it in the middle of a matrix product',
  'not needed': `signals do no harm on ${process.platform}-${process.arch}`,
};

/**
 * The backend that notebooks will compute with, and how fast it multiplies.
 *
 * @param machine where to look
 */
export async function backendFinding(machine: Machine): Promise<Finding> {
  const failures: string[] = [];
  for (const name of candidates(machine.env)) {
    const result = await measure(machine, name);
    if (typeof result !== 'string') return describe(machine, result, failures);
    failures.push(`${spoken[name]}: ${result}`);
  }
  return {
    name: 'backend',
    status: 'missing',
    found: failures.join('; '),
    remedy: `Delete node_modules, then ${setUpAgain}.`,
  };
}

/** The backends to try, best first: all, or the one that UNROLL_BACKEND forces. */
export function candidates({ UNROLL_BACKEND: forced }: NodeJS.ProcessEnv): readonly Name[] {
  const all: readonly Name[] = ['native', 'wasm', 'js'];
  const named = all.filter((name) => name === forced);
  return named.length > 0 ? named : all;
}

async function measure({ root, env }: Machine, name: Name): Promise<Measured | string> {
  // Measured as the course will run it.
  const products = signalCure(root, env) === 'other products' ? otherProducts : {};
  const { status, output } = await runProgram(
    process.execPath,
    ['tools/setup/backend-probe.mjs', name, String(size)],
    { cwd: root, env: { ...env, ...products, TF_CPP_MIN_LOG_LEVEL: '2' }, seconds: 60 },
  );
  const milliseconds = millisecondsIn(output);
  if (status === 0 && milliseconds !== undefined) return { name, milliseconds };
  return lastLines(output, 1);
}

/** The time in the probe's answer, wherever other libraries print around it. */
export function millisecondsIn(output: string): number | undefined {
  const found = /"milliseconds":([\d.]+)/.exec(output)?.[1];
  return found === undefined ? undefined : Number(found);
}

function describe({ root, env }: Machine, result: Measured, failures: readonly string[]): Finding {
  const time = `matmul ${String(size)} x ${String(size)} in ${result.milliseconds.toFixed(1)} ms`;
  const found = `${spoken[result.name]}: ${time}`;
  const measured = { matmulMilliseconds: result.milliseconds };
  if (result.name === 'native')
    return { name: 'backend', ...withCure(found, signalCure(root, env)), measured };
  const chosen = readStamps(root)['backend'];
  const why = chosen?.facts['why'] ?? failures.join('; ');
  const remedy =
    env['UNROLL_BACKEND'] === result.name
      ? 'Unset UNROLL_BACKEND for the best one.'
      : chosen === undefined
        ? `The native one, which is faster, was not tried yet: ${setUpAgain}`
        : `The native one is faster, but: ${why}. Mend that, then ${setUpAgain} --retry-backend.`;
  return { name: 'backend', status: 'poor', found, measured, remedy };
}

/**
 * What to say of the native backend: it is poor if nothing protects it from signals.
 *
 * @param found what was found of it
 * @param cure what protects it
 */
export function withCure(
  found: string,
  cure: SignalCure,
): Pick<Finding, 'status' | 'found' | 'remedy'> {
  const whole = `${found}; ${spokenCure[cure]}`;
  return cure === 'none'
    ? { status: 'poor', found: whole, remedy: `Unset ${Object.keys(otherProducts).join(' and ')}.` }
    : { status: 'ok', found: whole };
}
