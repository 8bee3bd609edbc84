/** @typedef {{ write(text: string): unknown, isTTY?: boolean | undefined }} Screen */

const nameWidth = 10;
const quietSeconds = 15;

/**
 * What the student sees of set-up: a line per step, with its time, and progress while a step runs.
 */
export class Report {
  /**
   * @param {Screen} screen
   * @param {boolean} brief says nothing of steps that were done before
   */
  constructor(screen, brief) {
    this.screen = screen;
    this.brief = brief;
    this.step = '';
    this.began = 0;
    this.told = 0;
    this.inLine = false;
  }

  /** @param {string} step */
  begin(step) {
    this.step = step;
    this.began = this.told = Date.now();
  }

  /**
   * Progress within a step: redrawn on a terminal, and now and then a line of its own elsewhere.
   *
   * @param {string} text
   * @param {number} [share] how much is done, 0 to 1
   */
  progress(text, share) {
    const percent = share === undefined ? '' : ` ${Math.floor(100 * Math.min(1, share))} %`;
    const line = `${this.step.padEnd(nameWidth)} … ${text}${percent}`;
    if (this.screen.isTTY === true) {
      this.screen.write(`\r\x1b[K${line}`);
      this.inLine = true;
    } else if (Date.now() - this.told > quietSeconds * 1000) {
      this.screen.write(`${line}\n`);
      this.told = Date.now();
    }
  }

  /** @param {string} text what the step chose and why */
  done(text) {
    const seconds = (Date.now() - this.began) / 1000;
    this.line('✔', `${text} (${seconds.toFixed(1)} s)`);
  }

  /** @param {string} text the step was done before */
  kept(text) {
    if (!this.brief) this.line('✔', text);
  }

  /** @param {string} text what failed, and the remedy */
  failed(text) {
    this.line('✘', text);
  }

  /** @param {string} text something to know, without consequence for the step */
  note(text) {
    this.line('·', text);
  }

  /**
   * @param {string} mark
   * @param {string} text
   */
  line(mark, text) {
    const clear = this.inLine ? '\r\x1b[K' : '';
    this.inLine = false;
    this.screen.write(`${clear}${this.step.padEnd(nameWidth)} ${mark} ${text}\n`);
  }
}
