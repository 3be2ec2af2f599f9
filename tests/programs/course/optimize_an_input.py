"""An image that excites a filter: gradient ascent on the input."""

import torch
import torch.nn.functional as F

kernel = torch.tensor([[[[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]]]])
image = 0.1 * torch.sin(torch.arange(25.0)).reshape(1, 1, 5, 5)
image.requires_grad_(True)
optimizer = torch.optim.Adam([image], lr=0.1, maximize=True)

# recorded from here
for _ in range(3):
    optimizer.zero_grad()
    activation = F.relu(F.conv2d(image, kernel)).mean()
    variation = (image[..., 1:] - image[..., :-1]).abs().mean()
    objective = activation - 0.1 * variation - 0.05 * image.pow(2).sum()
    objective.backward()
    optimizer.step()
    with torch.no_grad():
        image.clamp_(-1, 1)
    print(f"{objective.item():.4f}")
