import { add, InputError, shape, wrongInput, type Params } from '../core/index.js';
import { withEncode, type Encoder, type Encoding, type Recurrent } from './recurrent.js';

/**
 * Layers on top of each other: each reads what the one below puts out at the same step. Weights are
 * a list, the lowest layer's first. For layers that read both ways; those that go from left to
 * right stay able to stop and go on in `stacked`.
 *
 *   outputs[0] = layers[0](xs),   outputs[l] = layers[l](outputs[l - 1]);   the result is the last
 *
 * Source: Schuster and Paliwal 1997 for both ways; Graves, Mohamed and Hinton 2013, arXiv
 * 1303.5778, for stacks of them.
 *
 * @param layers at least one, all of one kind, the lowest first. You may list one layer several
 *   times; each place has its own weights
 * @throws InputError if there is no layer
 */
export function stackedEncoders<P>(layers: readonly Encoder<P>[]): Encoder<readonly P[]> {
  if (layers.length === 0) throw new InputError(noLayer());
  return {
    init({ inputSize, hiddenSize }, rng) {
      let I = inputSize;
      return layers.map((layer, l) => {
        const p = layer.init({ inputSize: I, hiddenSize }, rng.split(`layer ${l}`));
        I = layer.outputSize(hiddenSize);
        return p;
      });
    },
    outputSize: (hiddenSize) => one(layers, layers.length - 1).outputSize(hiddenSize),
    encode: (p, xs, mask) =>
      layers
        .slice(1)
        .reduce<Encoding>(
          (below, layer, l) => layer.encode(one(p, l + 1), below.outputs, mask),
          one(layers, 0).encode(one(p, 0), xs, mask),
        ),
  };
}

/**
 * Recurrent layers on top of each other (a deep RNN): each reads what the one below puts out at the
 * same step. Weights and states are lists, the lowest layer's first.
 *
 *   h[l] = layers[l](h[l - 1]) at every step,   h[-1] = x;   the highest one is put out
 *
 * Source: Schmidhuber 1992, "Learning complex, extended sequences using the principle of history
 * compression".
 *
 * @param layers at least one, all of one kind, the lowest first. You may list one layer several
 *   times; each place has its own weights
 * @throws InputError if there is no layer
 */
export function stacked<P, S extends Params>(
  layers: readonly Recurrent<P, S>[],
): Recurrent<readonly P[], readonly S[]> {
  return withEncode<readonly P[], readonly S[]>({
    ...stackedEncoders(layers),
    start: (p, B) => layers.map((layer, l) => layer.start(one(p, l), B)),
    read(p, xs, states) {
      let outputs = xs;
      const state = layers.map((layer, l) => {
        const after = layer.read(one(p, l), outputs, one(states, l));
        outputs = after.outputs;
        return after.state;
      });
      return { outputs, state };
    },
  });
}

/**
 * Adds a layer's input to its output (a skip connection), so that gradients can bypass the layer.
 *
 *   output = layer(x) + x
 *
 * Source: He, Zhang, Ren and Sun 2016, arXiv 1512.03385; between recurrent layers, Wu et al. 2016,
 * arXiv 1609.08144, section 3.1.
 *
 * @param layer one whose outputs are as many as its inputs
 * @throws ShapeError in use, if they are not
 */
export function residual<P, S extends Params>(layer: Recurrent<P, S>): Recurrent<P, S> {
  return withEncode<P, S>({
    ...layer,
    read(p, xs, before) {
      const { outputs, state } = layer.read(p, xs, before);
      const { B, T, U } = shape('B T U', outputs, 'residual outputs');
      shape('B T U', xs, 'residual inputs', { B, T, U });
      return { outputs: add(outputs, xs), state };
    },
  });
}

/** What belongs to layer l. */
function one<X>(list: readonly X[], l: number): X {
  const found = list[l];
  if (found === undefined) throw new InputError(tooFew(l, list.length));
  return found;
}

const noLayer = () =>
  wrongInput('stacked layers', 'at least one layer', 'none', 'Pass stacked([rnn, rnn]).');

const tooFew = (l: number, received: number) =>
  wrongInput(
    'stacked',
    `weights and a state for layer ${l}`,
    `those of ${received} ${received === 1 ? 'layer' : 'layers'}`,
    'Take weights from its init and a state from its start.',
  );
