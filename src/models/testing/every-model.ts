import * as tf from '@tensorflow/tfjs-core';
import type { Params, Rng } from '../../core/index.js';
import { bidirectional } from '../../layers/bidirectional.js';
import { lstm } from '../../layers/lstm.js';
import { rnn } from '../../layers/rnn.js';
import { residual, stacked, stackedEncoders } from '../../layers/stacked.js';
import { forEveryLayer } from '../../layers/testing/every-layer.js';
import { classifier } from '../classifier.js';
import { fixedWindow } from '../fixed-window.js';
import { languageModel } from '../language-model.js';
import type { EncoderModel, LanguageModel } from '../model.js';
import { ngramModel } from '../ngram-model.js';
import { sequenceClassifier } from '../sequence-classifier.js';
import { sequenceRegressor } from '../sequence-regressor.js';
import { tagger } from '../tagger.js';

/** Tokens, without padding, that the models below know: ids from 1 up to this. */
export const V = 11;
const sizes = { vocabularySize: V, width: 5, hiddenSize: 5 };
const classes = { ...sizes, classes: 3 };

/** Applies laws to every model that reads on: a new one is named here and has all their tests. */
export function forEveryLanguageModel(
  laws: <P extends Params, S extends Params>(name: string, model: LanguageModel<P, S>) => void,
): void {
  forEveryLayer((name, layer) => {
    laws(`language model on ${name}`, languageModel(sizes, { layer }));
  });
  laws('language model on a stack', languageModel(sizes, { layer: stacked([rnn, rnn]) }));
  laws(
    'language model on a stack with a skip connection',
    languageModel(sizes, { layer: stacked([lstm, residual(lstm)]) }),
  );
  const lines = [[1, 2, 3, 1, 4, 5, 1, 6, 7, 8, 9, 10, 2, 1]];
  laws('3-grams', ngramModel(lines, { order: 3, vocabularySize: V, k: 0.1 }));
}

/** Draws what an encoder reads: B rows of T places. */
type Drawn<X> = (rng: Rng, B: number, T: number) => X;

const ids: Drawn<tf.Tensor2D> = (rng, B, T) => {
  const drawn = Array.from({ length: B * T }, () => 1 + rng.int(V - 1));
  return tf.tensor2d(drawn, [B, T], 'int32');
};
const numbers: Drawn<tf.Tensor3D> = (rng, B, T) => rng.normalTensor([B, T, 2]);

/** As above, for every model that encodes. */
export function forEveryEncoderModel(
  laws: <P extends Params, Y extends tf.Tensor, X extends tf.Tensor>(
    name: string,
    model: EncoderModel<P, Y, X>,
    draw: Drawn<X>,
  ) => void,
): void {
  forEveryLayer((name, layer) => {
    laws(`tagger on ${name}`, tagger(classes, { layer }), ids);
    laws(`classifier on ${name}`, sequenceClassifier(classes, { layer }), ids);
    laws(
      `regressor on ${name}`,
      sequenceRegressor({ inputSize: 2, hiddenSize: 5 }, { layer }),
      numbers,
    );
  });
  const both = stackedEncoders([bidirectional(lstm), bidirectional(lstm)]);
  laws('tagger both ways', tagger(classes, { layer: both }), ids);
  laws('classifier both ways', sequenceClassifier(classes, { layer: both }), ids);
  laws('bag of words', classifier(classes), ids);
  laws('fixed window', fixedWindow({ ...classes, windowSize: 3, ahead: 1 }), ids);
}
