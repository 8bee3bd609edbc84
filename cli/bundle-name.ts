/** Parts longer than this make names that some file systems refuse. */
const longestPart = 40;

/**
 * The file name of a bundle: `01-rnn-ada-lovelace-1.unroll.zip`.
 *
 * @param lesson its stem
 * @param student the student's name; letters of every script stay, accents and signs go
 * @param attempt counts from 1
 */
export function bundleName(lesson: string, student: string, attempt: number): string {
  const part = student
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .normalize('NFC');
  const short = Array.from(part).slice(0, longestPart).join('').replaceAll(/^-|-$/g, '');
  return `${lesson}-${short === '' ? 'student' : short}-${String(attempt)}.unroll.zip`;
}
