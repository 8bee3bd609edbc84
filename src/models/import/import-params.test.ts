import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { projectFile } from '../../core/files.js';
import { add, einsum, InputError, lookup, makeRng, mapParams, type Rng } from '../../core/index.js';
import { openSafetensors, readSafetensors } from '../../core/safetensors.js';
import { encodeSafetensors } from '../../core/safetensors-writer.js';
import { gap } from '../../core/testing/gap.js';
import { initDense } from '../../layers/dense.js';
import { gruForward, initGru } from '../../layers/gru.js';
import { initLstm, lstmForward } from '../../layers/lstm.js';
import type { RecurrentConfig } from '../../layers/recurrent.js';
import { importParams, summed, transposed, type ImportTable } from './import-params.js';

/** An embedding, two layers, a dense layer: what PyTorch's fixtures hold. */
function model<P>(init: (config: RecurrentConfig, rng: Rng) => P, U = 5) {
  const rng = makeRng(1);
  const layer = (inputSize: number) => init({ inputSize, hiddenSize: U }, rng);
  return {
    table: rng.normalTensor<tf.Rank.R2>([7, 3]),
    layers: [layer(3), layer(U)],
    output: initDense({ inputSize: U, outputSize: 7 }, rng),
  };
}

function read<P>(
  { table, layers, output }: ReturnType<typeof model<P>>,
  ids: tf.Tensor2D,
  forward: (p: P, xs: tf.Tensor3D) => tf.Tensor3D,
): tf.Tensor3D {
  const last = layers.reduce((xs, layer) => forward(layer, xs), lookup(table, ids));
  return add(einsum('B T U, U V -> B T V', last, output.w), output.b);
}

const around = {
  table: 'embedding.weight',
  'output.w': transposed('decoder.weight'),
  'output.b': 'decoder.bias',
  'layers.{i}.wIh': transposed('rnn.weight_ih_l{i}'),
  'layers.{i}.wHh': transposed('rnn.weight_hh_l{i}'),
};
const gruTable: ImportTable = {
  names: { ...around, 'layers.{i}.bIh': 'rnn.bias_ih_l{i}', 'layers.{i}.bHh': 'rnn.bias_hh_l{i}' },
};
const lstmTable: ImportTable = {
  names: { ...around, 'layers.{i}.b': summed('rnn.bias_ih_l{i}', 'rnn.bias_hh_l{i}') },
};

const file = (name: string) => openSafetensors(projectFile(`fixtures/tensors/${name}.safetensors`));
const zeros = () => tf.zeros<tf.Rank.R2>([2, 5]);

describe("PyTorch's weights read as they do there", () => {
  test('two layers of a GRU', () => {
    const params = importParams(file('torch-gru'), model(initGru), gruTable);
    const { ids, logits } = expected('torch-gru-read');
    const found = read(params, ids, (p, xs) => gruForward(p, xs, zeros()));
    expect(gap(found, logits)).toBeLessThan(1e-10);
  });

  test('two layers of an LSTM, whose two biases become one', () => {
    const params = importParams(file('torch-lstm'), model(initLstm), lstmTable);
    const { ids, logits } = expected('torch-lstm-read');
    const run = (p: (typeof params.layers)[number], xs: tf.Tensor3D) =>
      lstmForward(p, xs, { h: zeros(), c: zeros() }).outputs;
    expect(gap(read(params, ids, run), logits)).toBeLessThan(1e-10);
  });

  const expected = (name: string) => ({
    ids: file(name).tensor('ids') as tf.Tensor2D,
    logits: file(name).tensor('logits'),
  });
});

describe('what does not fit is listed', () => {
  const example = model(initGru);
  const importing = (table: ImportTable, params = example) => {
    let message = '';
    expect(() => importParams(file('torch-gru'), params, table)).toThrow(InputError);
    try {
      importParams(file('torch-gru'), params, table);
    } catch (error) {
      message = String(error);
    }
    return message.split('\n').map((line) => line.trim());
  };
  const renamed = (change: ImportTable['names']): ImportTable => ({
    names: { ...gruTable.names, ...change },
  });

  test('a name that the file lacks, and the one that is left over', () => {
    const lines = importing(renamed({ table: 'embeddings.weight' }));
    expect(lines[0]).toMatch(
      /importParams openSafetensors .*torch-gru.safetensors: expected a tensor for every weight, and a weight for every tensor, received 2 that do not fit\. Use a model of the file's sizes, mend the table, or list a name as ignored:$/,
    );
    expect(lines.slice(1)).toEqual([
      "'table': the file has no 'embeddings.weight'",
      "'embedding.weight' of the file: no weight is made of it",
    ]);
  });

  test('a row without a weight, and a weight without a row', () => {
    const { 'output.b': b, ...names } = gruTable.names;
    const lines = importing({ names: { ...names, 'output.bias{i}': b ?? '' } });
    expect(lines.slice(1)).toEqual([
      "'output.b': the table has no row for it",
      "row 'output.bias{i}': no weight has this path",
      "'decoder.bias' of the file: no weight is made of it",
    ]);
  });

  test('both names and both shapes where these differ', () => {
    const lines = importing(renamed({ 'layers.{i}.wIh': 'rnn.weight_ih_l{i}' }));
    expect(lines.slice(1)).toEqual([
      "'layers.0.wIh': expected float32 [3, 15], received float32 [15, 3] of 'rnn.weight_ih_l0' [15, 3]",
      "'layers.1.wIh': expected float32 [5, 15], received float32 [15, 5] of 'rnn.weight_ih_l1' [15, 5]",
    ]);
  });

  test('weights of another size: every one that differs, the first twenty in full', () => {
    const wide = { ...model(initGru, 6), more: Array.from({ length: 30 }, () => tf.zeros([1])) };
    const lines = importing(gruTable, wide);
    expect(lines[0]).toMatch(/received 39 that do not fit\./);
    expect(lines[21]).toBe('and 19 more');
  });

  test('integers are no weights', () => {
    const tensors = { w: tf.tensor1d([1], 'int32') };
    const integers = readSafetensors(Buffer.concat([...encodeSafetensors({ tensors })]));
    expect(() => importParams(integers, { w: tf.zeros([1]) }, { names: { w: 'w' } })).toThrow(
      /expected float32 \[1\], received int32 \[1\]/,
    );
  });

  test('nothing stays in memory', () => {
    const before = tf.memory().numTensors;
    importing(renamed({ 'layers.{i}.wIh': 'rnn.weight_ih_l{i}' }));
    expect(tf.memory().numTensors).toBe(before);
    importParams(file('torch-gru'), example, gruTable);
    expect(tf.memory().numTensors).toBe(before + 11);
  });
});

describe('a table', () => {
  const tensors = { 'x.1.w': tf.scalar(1), 'x.2.w': tf.scalar(2), 'x.10.w': tf.scalar(10) };
  const some = readSafetensors(Buffer.concat([...encodeSafetensors({ tensors })]));
  const leaf = tf.scalar(0);

  test('ignores names by pattern too, and no others', () => {
    const take = (ignored: readonly string[]) =>
      importParams(some, { w: leaf }, { names: { w: 'x.2.w' }, ignored });
    expect(take(['x.{i}.w']).w.arraySync()).toBe(2);
    expect(take(['x.1.w', 'x.10.w']).w.arraySync()).toBe(2);
    for (const other of ['x.1..w', '0.w', 'x.10', 'x.{i}', 'x.{i}{1,2}.w'])
      expect(() => take(['x.1.w', other])).toThrow(
        new InputError(
          [
            "importParams readSafetensors bytes: expected a tensor for every weight, and a weight for every tensor, received 2 that do not fit. Use a model of the file's sizes, mend the table, or list a name as ignored:",
            `ignored '${other}': the file has no such name`,
            "'x.10.w' of the file: no weight is made of it",
          ].join('\n  '),
        ),
      );
    expect(() => take(['x.{i}.w', 'x.2.w'])).toThrow(/1 that .*\n {2}ignored 'x.2.w': a weight is/);
  });

  test('has a use for every row', () => {
    const names = { 'a.{i}.w': 'x.{i}.w', 'a.1.w': 'nonsense', 'a.{j}.w': 'x.{j}.w', b: 'x.1.w' };
    const params = { a: { 1: { w: leaf }, 2: { w: leaf } } };
    expect(() => importParams(some, params, { names, ignored: ['x.10.w'] })).toThrow(
      new RegExp(
        [
          'received 3 that do not fit.*',
          "row 'a.1.w': the rows before it have every path that it fits",
          "row 'a.{j}.w': the rows before it have every path that it fits",
          "row 'b': no weight has this path$",
        ].join('\n  '),
      ),
    );
  });

  test('may have one number several times, and numbers by any name', () => {
    const tensors = { 'a-0-0': tf.scalar(0), 'a-1-1': tf.scalar(1) };
    const twice = readSafetensors(Buffer.concat([...encodeSafetensors({ tensors })]));
    const table = { names: { 'a.{0}.b': 'a-{0}-{0}' }, ignored: [] };
    const params = { a: [{ b: leaf }, { b: leaf }] };
    expect(importParams(twice, params, table).a.map(({ b }) => b.arraySync())).toEqual([0, 1]);
    const left = { names: { b: 'x.2.w' }, ignored: ['a-{constructor}-{constructor}'] };
    const all = { ...tensors, 'x.2.w': tf.scalar(2), 'a-1-2': tf.scalar(0) };
    const more = readSafetensors(Buffer.concat([...encodeSafetensors({ tensors: all })]));
    expect(() => importParams(more, { b: leaf }, left)).toThrow(/received 1 .*\n {2}'a-1-2' of/);
  });

  test('lists what cannot be read or made beside what else does not fit', () => {
    const names = {
      wrong: 'U8',
      pair: summed('F32', 'scalar'),
      cut: { from: ['F32'], make: (x: tf.Tensor) => tf.reshape(x, [4]) },
      missing: 'none',
    };
    const params = { wrong: leaf, pair: leaf, cut: leaf, missing: leaf };
    const open = openSafetensors(projectFile('fixtures/tensors/every-type.safetensors'));
    const ignored = [...open.tensors.keys()].filter(
      (name) => !['U8', 'F32', 'scalar'].includes(name),
    );
    const before = tf.memory().numTensors;
    let message = '';
    try {
      importParams(open, params, { names, ignored });
    } catch (error) {
      message = String(error);
    }
    expect(message.split('\n  ').slice(1)).toEqual([
      "'missing': the file has no 'none'",
      expect.stringMatching(/^'wrong': .* 'U8': expected numbers of type F32, .*, received U8\./),
      "'pair': summed: expected tensors of one shape, received float32 [3, 5] and float32 []. Name those that belong together.",
      expect.stringMatching(/^'cut': .*15.*/),
    ]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('sums at least one tensor', () => {
    const none = summed as (...names: string[]) => unknown;
    expect(() => none()).toThrow(
      new InputError(
        'summed from: expected at least one name, received none. Name the tensors to add.',
      ),
    );
  });

  test('lets one tensor be two weights, as tied embeddings are', () => {
    const table = { names: { a: 'x.1.w', b: 'x.1.w' }, ignored: ['x.{i}.w'] };
    const tied = importParams(some, { a: leaf, b: leaf }, table);
    expect(mapParams(tied, (x) => tf.sub(x, 1)).a.arraySync()).toBe(0);
    expect(gap(tied.a, tied.b)).toBe(0);
  });

  test('fills several numbers in, each by its letter', () => {
    const params = { a: [[leaf, leaf], [leaf]] };
    const tensors = { '0-0': tf.scalar(0), '1-0': tf.scalar(1), '0-1': tf.scalar(10) };
    const found = importParams(
      readSafetensors(Buffer.concat([...encodeSafetensors({ tensors })])),
      params,
      { names: { 'a.{i}.{j}': '{j}-{i}' } },
    );
    expect(found.a.map((row) => row.map((x) => x.arraySync()))).toEqual([[0, 1], [10]]);
  });
});
