"""Prints the seconds of one training step in PyTorch on two threads, as bench/*-program.ts have it: rnn-step, gru-step, lstm-step, transformer-step, letters."""

import statistics
import sys
import time

import torch

WARM_UP, STEPS = 5, 30
torch.set_num_threads(2)
torch.manual_seed(1)


def recurrent_step(module):
    def make():
        layer = module(128, 256, batch_first=True)
        xs = torch.randn(32, 64, 128)

        def step():
            layer.zero_grad()
            states, _ = layer(xs)
            (0.5 * states.square().sum()).backward()

        return step

    return make


def letters():
    vocabulary, width, units = 84, 32, 160
    table = torch.nn.Embedding(vocabulary, width)
    layer = torch.nn.RNN(width, units, batch_first=True)
    output = torch.nn.Linear(units, vocabulary)
    weights = [*table.parameters(), *layer.parameters(), *output.parameters()]
    optimizer = torch.optim.Adam(weights, lr=0.008)
    lines = torch.randint(1, vocabulary, (64, 33))

    def step():
        optimizer.zero_grad()
        states, _ = layer(table(lines[:, :-1]))
        scores = output(states).flatten(0, 1)
        torch.nn.functional.cross_entropy(scores, lines[:, 1:].flatten()).backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()

    return step


def transformer_step():
    block = torch.nn.TransformerEncoderLayer(
        256, 8, 1024, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
    )
    block.train()
    mask = torch.nn.Transformer.generate_square_subsequent_mask(128)
    xs = torch.randn(8, 128, 256, requires_grad=True)

    def step():
        block.zero_grad()
        xs.grad = None
        outputs = block(xs, src_mask=mask, is_causal=True)
        (0.5 * outputs.square().sum()).backward()

    return step


STEPS_BY_NAME = {
    "rnn-step": recurrent_step(torch.nn.RNN),
    "gru-step": recurrent_step(torch.nn.GRU),
    "lstm-step": recurrent_step(torch.nn.LSTM),
    "letters": letters,
    "transformer-step": transformer_step,
}
step = STEPS_BY_NAME[sys.argv[1]]()
times = []
for i in range(WARM_UP + STEPS):
    began = time.perf_counter()
    step()
    if i >= WARM_UP:
        times.append(time.perf_counter() - began)
print(statistics.median(times))
