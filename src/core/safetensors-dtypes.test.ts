import { describe, expect, test } from 'vitest';
import { decode, toHalf } from './safetensors-dtypes.js';

/** Halves as JavaScript's newer standard reads and writes them: another implementation. */
const halves = new DataView(new ArrayBuffer(2)) as DataView & {
  getFloat16(at: number): number;
  setFloat16(at: number, x: number): void;
};
const theirs = (x: number) => {
  halves.setFloat16(0, x);
  return halves.getUint16(0);
};

const all = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);
const bytes = new Uint8Array(all.buffer);

describe('half precision', () => {
  const values = decode('F16', bytes, 'test').values;

  test('all 65,536 numbers are read', () => {
    const expected = Array.from(all, (bits) => {
      halves.setUint16(0, bits);
      return halves.getFloat16(0);
    });
    expect(Array.from(values)).toEqual(expected);
  });

  test('all are written as they were read; every NaN as the same one', () => {
    const wrong = all.filter((bits, i) => {
      const x = values[i] ?? 0;
      return toHalf(x) !== (Number.isNaN(x) ? 0x7e00 : bits);
    });
    expect(wrong).toEqual(new Uint16Array());
  });

  test('what lies between two is rounded to the nearer, or to the even one', () => {
    const positive = Array.from(values.slice(0, 0x7c00));
    const after = [...positive.slice(1), 2 ** 16];
    const points = positive.flatMap((low, i) => {
      const middle = (low + (after[i] ?? 0)) / 2;
      return [middle * (1 - 2 ** -50), middle, middle * (1 + 2 ** -50)];
    });
    expect(points).toContain(65520);
    const wrong = points.filter((x) => toHalf(x) !== theirs(x) || toHalf(-x) !== theirs(-x));
    expect(wrong).toEqual([]);
  });

  test.each([1e300, 65536, 65519.99, 5e-324, 1e-300, Infinity, -Infinity, -0, 0])('%d', (x) => {
    expect(toHalf(x)).toBe(theirs(x));
  });
});

test('all 65,536 numbers of BF16 are the upper halves of single precision', () => {
  const view = new DataView(new ArrayBuffer(4));
  const expected = Array.from(all, (bits) => {
    view.setUint32(0, bits * 2 ** 16);
    return view.getFloat32(0);
  });
  expect(Array.from(decode('BF16', bytes, 'test').values)).toEqual(expected);
});
