"""Learning rates that change: warm-up, steps and a cosine."""

import torch
import torch.optim as optim
from torch.optim.lr_scheduler import CosineAnnealingLR, LambdaLR, StepLR

w = torch.tensor([2.0, -3.0], requires_grad=True)


def run(make):
    with torch.no_grad():
        w.copy_(torch.tensor([2.0, -3.0]))
    optimizer = optim.SGD([w], lr=0.1)
    scheduler = make(optimizer)
    rates = []
    for _ in range(6):
        optimizer.zero_grad()
        (w**2).sum().backward()
        optimizer.step()
        scheduler.step()
        rates.append(round(scheduler.get_last_lr()[0], 6))
    return rates, w.detach().clone(), scheduler.state_dict()


# recorded from here
stepped = run(lambda o: StepLR(o, step_size=2, gamma=0.5))
cosine = run(lambda o: CosineAnnealingLR(o, T_max=6))
warm = run(lambda o: LambdaLR(o, lambda epoch: min(1.0, (epoch + 1) / 4)))
for rates, end, _ in (stepped, cosine, warm):
    print(rates, [round(v, 3) for v in end.tolist()])
