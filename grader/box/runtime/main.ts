/**
 * The program inside the box: it loads one submission and answers calls with values.
 *
 * Everything it needs it has taken hold of before the submission is loaded; then the world is
 * locked down.
 */
import { startupSnapshot } from 'node:v8';
import { asRequest, asValue, ownFault, type Reply } from '../protocol.js';
import { decodeValue, encodeValue } from '../wire.js';
import { Loaded } from './answer.js';
import { Channel } from './channel.js';
import { makeConsole } from './console.js';
import { describeThrown } from './errors.js';
import { freezeLibrary } from './fence.js';
import { takeHoldOfKernels } from './kernels.js';
import { lockDown } from './lock-down.js';
import { watchForDeadEnds } from './settle.js';
import { startTfjs } from './tfjs.js';

function main(): void {
  const channel = new Channel();
  let outputBytes = 0;
  const say = (text: string) => {
    channel.output(text);
  };
  watchForDeadEnds(process);
  process.on('uncaughtException', (thrown: unknown) => {
    const { outcome } = describeThrown(thrown);
    say(`Later, outside the call: ${'message' in outcome ? outcome.message : outcome.kind}\n`);
  });
  lockDown(makeConsole(say, () => outputBytes));
  channel.ready();
  serve(channel, (bytes) => {
    outputBytes = bytes;
  }).catch(() => {
    process.exit(ownFault);
  });
}

async function serve(channel: Channel, setOutput: (bytes: number) => void): Promise<void> {
  let loaded: Loaded | Reply | undefined;
  let most = Infinity;
  for (let frame = channel.next(); frame !== undefined; frame = channel.next()) {
    const request = asRequest(decodeValue(frame));
    let reply: Reply;
    if (request.do === 'load') {
      setOutput(request.outputBytes);
      most = request.replyBytes;
      loaded = Loaded.from(request);
      reply = loaded instanceof Loaded ? { outcome: { kind: 'loaded' } } : loaded;
    } else if (loaded instanceof Loaded) reply = await loaded.answer(request);
    else reply = loaded ?? { outcome: { kind: 'infra-error', reason: 'nothing was loaded' } };
    channel.reply(encodedReply(reply, most + 65_536));
  }
  process.exit(0);
}

/** What observing the code brought together may not fit, however small its result. */
function encodedReply(reply: Reply, most: number): Uint8Array {
  try {
    return encodeValue(asValue(reply), most);
  } catch (thrown) {
    return encodeValue(asValue(describeThrown(thrown)), most);
  }
}

startTfjs();
takeHoldOfKernels();
freezeLibrary();
if (startupSnapshot.isBuildingSnapshot()) startupSnapshot.setDeserializeMainFunction(main);
else main();
