/** Prints what this process's backend makes of the edges, one line of JSON per edge. */
import { useBackend } from '../../core/backend.js';
import { tidy } from '../../core/index.js';

await useBackend();
// Its constants are tensors, so it is loaded after the backend.
const { edges } = await import('./edges.js');
for (const { compute } of edges) {
  const made = tidy(compute);
  // JSON has no NaN and no Infinity.
  console.log(JSON.stringify(typeof made === 'string' ? made : made.map(String)));
}
