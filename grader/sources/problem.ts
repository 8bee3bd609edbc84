/** A fault in what people wrote of a lesson, with the place where it is mended. */
export class LessonProblem extends Error {
  override readonly name = 'LessonProblem';

  /**
   * @param file path from the project's folder
   * @param line counted from 1
   * @param fault what is wrong and what to do
   */
  constructor(
    readonly file: string,
    readonly line: number,
    readonly fault: string,
  ) {
    super(`${file}:${String(line)}: ${fault}`);
  }
}
