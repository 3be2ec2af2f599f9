"""What PyTorch has in ``torch.autograd.anomaly_mode``: where did the nan come from?"""

from autoviz.core.anomaly import detect_anomaly, set_detect_anomaly

__all__ = ["detect_anomaly", "set_detect_anomaly"]
