/** The checks that most functions of tensors share: form, values, gradient. */
import {
  backward,
  contract,
  fixture,
  gradient,
  values,
  type Input,
  type Task,
} from '../grader/checks/index.js';

type Checks = Task['checks'];

interface Asked {
  /** Of an independent implementation, below `fixtures/`: '01-rnn/rnn-cell'. */
  readonly known: string;
  readonly drawn: readonly Input[];
  /** Axes of each output tensor by path. */
  readonly axes: Readonly<Record<string, string>>;
}

/** Form and values. */
export function valueChecks({ known, drawn, axes, share }: Asked & { share: number }): Checks {
  const cases = [...fixture(known), ...drawn];
  return [contract({ cases: drawn.slice(0, 2), axes }), values({ cases, share })];
}

/** Form, values, and the gradient through the function. */
export function layerChecks(
  options: Asked & {
    /** Paths of arguments. */
    readonly withRespectTo: readonly string[];
    readonly shares: { readonly values: number; readonly gradient: number };
  },
): Checks {
  const { known, drawn, axes, withRespectTo, shares } = options;
  const cases = [...fixture(known), ...drawn];
  return [
    contract({ cases: drawn.slice(0, 2), axes }),
    values({ cases, share: shares.values }),
    gradient({ cases, withRespectTo, share: shares.gradient }),
  ];
}

/** Form and values of gradients by hand. */
export function backwardChecks({ known, drawn, axes, share }: Asked & { share: number }): Checks {
  const cases = [...fixture(known), ...drawn];
  return [contract({ cases: drawn.slice(0, 2), axes }), backward({ cases, share })];
}
