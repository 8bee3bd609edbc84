import { InputError, wrongInput } from '../core/index.js';

/**
 * Perplexity of a language model: among how many equally likely tokens it hesitates.
 *
 *   perplexity = e^loss
 *
 * A uniform guess over V tokens has perplexity V, a certain and right one 1.
 *
 * @param loss mean negative log probability of the true tokens, in nats per token
 * @returns perplexity, from 1; Infinity where a true token was impossible
 * @throws InputError if the loss is below 0 or NaN
 */
export function perplexity(loss: number): number {
  if (loss >= 0) return Math.exp(loss);
  throw new InputError(
    wrongInput(
      'perplexity loss',
      'a mean loss of 0 or more, in nats',
      String(loss),
      'Pass the mean of -log p over real tokens, not its sign turned or a sum of nothing.',
    ),
  );
}
