/** Set-up cannot go on, or not with this step; the message says what to do. */
export class SetupError extends Error {
  /**
   * @param {string} message what was expected, what was found, and the remedy
   * @param {string} [detail] the last lines of the program that failed
   */
  constructor(message, detail = '') {
    super(detail === '' ? message : `${message}\n${indent(detail)}`);
    this.name = 'SetupError';
  }
}

/** @param {string} text */
function indent(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `             ${line}`)
    .join('\n');
}

const offline =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|NewConnectionError|NameResolutionError|ConnectTimeout|Max retries|Temporary failure in name resolution|Network is unreachable/;

/**
 * Whether a program's output says that the network did not answer.
 *
 * @param {string} output
 */
export function looksOffline(output) {
  return offline.test(output);
}
