/** Prints the seconds of one training step of lesson 01's model, ours or made of tf.layers. */
import * as tf from '@tensorflow/tfjs-core';
import { makeRng } from '../src/core/index.js';
import { useBackend } from '../src/core/backend.js';
import { rnn } from '../src/layers/rnn.js';
import { languageModel } from '../src/models/language-model.js';
import { readRows } from '../src/models/model.js';
import { clipByGlobalNorm } from '../src/train/clipping.js';
import { sequenceLoss } from '../src/train/losses.js';
import { adam } from '../src/train/optimizers.js';
import { trainingLoop } from '../src/train/training-loop.js';
import { printStepTime } from './step-timer.js';
import { tfLayers } from './tf-layers.js';

// The sizes of lessons/01-rnn/lesson.md.
const B = 64;
const T = 32;
const V = 84;
const D = 32;
const U = 160;

await useBackend();
const rng = makeRng(1);
const line = () => Array.from({ length: T + 1 }, () => 1 + rng.int(V - 1));
const lines = Array.from({ length: B }, line);
const inputs = () =>
  tf.tensor2d(
    lines.map((ids) => ids.slice(0, T)),
    [B, T],
    'int32',
  );
const targets = () =>
  tf.tensor2d(
    lines.map((ids) => ids.slice(1)),
    [B, T],
    'int32',
  );
await (process.argv[2] === 'ours' ? ours() : layers());

/** The loop as the lesson runs it, from one step to the next. */
async function ours(): Promise<void> {
  const model = languageModel({ vocabularySize: V, width: D, hiddenSize: U }, { layer: rnn });
  let stepEnds = (): void => undefined;
  let next = new Promise<void>((resolve) => (stepEnds = resolve));
  const end = new AbortController();
  const training = trainingLoop(
    {
      params: model.init(rng),
      task: {
        *batches() {
          for (;;)
            yield { inputs: inputs(), targets: targets(), mask: tf.ones<tf.Rank.R2>([B, T]) };
        },
        loss: (params, batch) =>
          sequenceLoss(readRows(model, params, batch.inputs).logits, batch.targets, batch.mask),
      },
      optimizer: adam({ learningRate: 0.008 }),
      steps: 1e6,
      clip: (gradients) => clipByGlobalNorm(gradients, 1),
      onEvent(event) {
        if (event.kind !== 'step') return;
        stepEnds();
        next = new Promise<void>((resolve) => (stepEnds = resolve));
      },
      signal: end.signal,
    },
    makeRng(2),
  ).catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  await printStepTime(() => next);
  end.abort();
  await training;
}

async function layers(): Promise<void> {
  const { layers: of, sequential, train } = tfLayers();
  const model = sequential({
    layers: [
      of.embedding({ inputDim: V, outputDim: D, inputLength: T }),
      of.simpleRNN({ units: U, returnSequences: true, recurrentInitializer: 'glorotUniform' }),
      of.dense({ units: V, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: train.adam(0.008), loss: 'sparseCategoricalCrossentropy' });
  await printStepTime(async () => {
    const x = inputs();
    const y = tf.tidy(() => tf.cast(tf.expandDims(targets(), 2), 'float32'));
    await model.trainOnBatch(x, y);
    tf.dispose([x, y]);
  });
}
