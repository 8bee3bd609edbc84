import type { MistakeBank } from '../../../grader/task.js';

type Layer<X> = (x: X) => X;

export const bank: MistakeBank = {
  mistakes: {
    'from-the-right': {
      edit: { 'layers.reduce(': 'layers.reduceRight(' },
      place: 'Which of your layers sees x first?',
      probe: 'serial(addOne, double)(3) is 8: first 3 + 1, then times 2. What is yours?',
      cause:
        'The layers are applied from last to first, as mathematicians write f of g of x. Here the first in the list comes first.',
    },
    'each-on-the-input': {
      edit: { 'layer(y), x)': 'layer(x), x)' },
      place: 'What does the second layer get: x, or what the first one made of it?',
      probe: 'serial(addOne, double)(3) is 8. Yours looks as if addOne had never run.',
      cause:
        'Every layer is given the first input, so only the last one shows. Hand on what came out.',
    },
    'keeps-the-first-result': {
      place: 'Use one chain for two different numbers.',
      probe: 'chain = serial(addOne, double): chain(3) is 8. What is chain(10) after that?',
      cause:
        'The running result lives outside the function that is returned, so the second call goes on with what the first one left. Declare it inside: each call begins with its own x.',
      run: function serial<X>(...layers: Layer<X>[]): Layer<X> {
        let y: X | undefined;
        return (x) => {
          y ??= x;
          for (const layer of layers) y = layer(y);
          return y;
        };
      },
    },
    'last-left-out': {
      edit: { 'layers.reduce(': 'layers.slice(0, -1).reduce(' },
      place: 'Count how often each layer is called.',
      probe: 'serial(addOne)(3) is 4.',
      cause:
        'The loop ends before the last layer, so what comes out has not been through it. Go over all of them.',
    },
  },
  variants: {
    'with-a-loop': function serial<X>(...layers: Layer<X>[]): Layer<X> {
      return (x) => {
        let y = x;
        for (const layer of layers) y = layer(y);
        return y;
      };
    },
    'pair-by-pair': function serial<X>(...layers: Layer<X>[]): Layer<X> {
      const nothing: Layer<X> = (x) => x;
      return layers.reduce((before, layer) => (x) => layer(before(x)), nothing);
    },
  },
};
