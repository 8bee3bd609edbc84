// Made by `npm run lessons` from the tasks of all lessons: change those, not this file.

/** The functions that each lesson teaches, typed as the library's. */
export interface Yours {
  readonly '00-start': {
    readonly softmax: typeof import('../src/core/softmax.js').softmax;
    readonly logSoftmax: typeof import('../src/core/softmax.js').logSoftmax;
    readonly crossEntropy: typeof import('../src/train/losses.js').crossEntropy;
    readonly numericGradient: typeof import('../src/core/numeric-gradient.js').numericGradient;
    readonly dense: typeof import('../src/layers/dense.js').dense;
    readonly denseBackward: typeof import('../src/layers/dense.js').denseBackward;
    readonly crossEntropyBackward: typeof import('../src/train/losses.js').crossEntropyBackward;
    readonly meanOfEmbeddings: typeof import('../src/layers/embedding.js').meanOfEmbeddings;
    readonly serial: typeof import('../src/layers/serial.js').serial;
  };
  readonly '01-rnn': {
    readonly ngramProbability: typeof import('../src/models/ngram.js').ngramProbability;
    readonly rnnCell: typeof import('../src/layers/rnn.js').rnnCell;
    readonly rnnForward: typeof import('../src/layers/rnn.js').rnnForward;
    readonly batchLines: typeof import('../src/text/batch-lines.js').batchLines;
    readonly sequenceLoss: typeof import('../src/train/losses.js').sequenceLoss;
    readonly sequenceLogProbability: typeof import('../src/train/losses.js').sequenceLogProbability;
    readonly rnnCellBackward: typeof import('../src/layers/rnn.js').rnnCellBackward;
    readonly rnnBackward: typeof import('../src/layers/rnn.js').rnnBackward;
    readonly clipByGlobalNorm: typeof import('../src/train/clipping.js').clipByGlobalNorm;
    readonly sampleNext: typeof import('../src/decode/sampling.js').sampleNext;
  };
  readonly '02-gru': {
    readonly gruCell: typeof import('../src/layers/gru.js').gruCell;
    readonly gruCellResetBefore: typeof import('../src/layers/gru-reset-before.js').gruCellResetBefore;
    readonly gruForward: typeof import('../src/layers/gru.js').gruForward;
    readonly gruCellBackward: typeof import('../src/layers/gru.js').gruCellBackward;
    readonly lineToTensor: typeof import('../src/text/vocabulary.js').lineToTensor;
    readonly gruLanguageModelLoss: typeof import('../src/models/gru-language-model.js').gruLanguageModelLoss;
    readonly bitsPerCharacter: typeof import('../src/metrics/bits-per-character.js').bitsPerCharacter;
  };
  readonly '03-lstm': {
    readonly lstmCell: typeof import('../src/layers/lstm.js').lstmCell;
    readonly lstmForward: typeof import('../src/layers/lstm.js').lstmForward;
    readonly forgetBias: typeof import('../src/layers/lstm.js').forgetBias;
    readonly lstmCellBackward: typeof import('../src/layers/lstm.js').lstmCellBackward;
    readonly paddingMask: typeof import('../src/layers/mask.js').paddingMask;
    readonly maskedAccuracy: typeof import('../src/metrics/masked-accuracy.js').maskedAccuracy;
    readonly tagsToSpans: typeof import('../src/metrics/spans.js').tagsToSpans;
    readonly spanF1: typeof import('../src/metrics/spans.js').spanF1;
  };
}
