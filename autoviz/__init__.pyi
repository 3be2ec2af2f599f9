"""What ``autoviz`` offers, for editors and type checkers.

Made by ``python -m tests.surface``. Do not edit.
"""

abs_ = Tensor.abs_
acos_ = Tensor.acos_
acosh_ = Tensor.acosh_
addmv_ = Tensor.addmv_
arccos_ = Tensor.arccos_
arccosh_ = Tensor.arccosh_
arcsin_ = Tensor.arcsin_
arcsinh_ = Tensor.arcsinh_
arctan_ = Tensor.arctan_
arctanh_ = Tensor.arctanh_
as_strided_ = Tensor.as_strided_
asin_ = Tensor.asin_
asinh_ = Tensor.asinh_
atan_ = Tensor.atan_
atanh_ = Tensor.atanh_
ceil_ = Tensor.ceil_
clamp_ = Tensor.clamp_
clamp_max_ = Tensor.clamp_max_
clamp_min_ = Tensor.clamp_min_
clip_ = Tensor.clip_
cos_ = Tensor.cos_
cosh_ = Tensor.cosh_
deg2rad_ = Tensor.deg2rad_
detach_ = Tensor.detach_
e: builtins.float
erf_ = Tensor.erf_
erfc_ = Tensor.erfc_
exp2_ = Tensor.exp2_
exp_ = Tensor.exp_
expm1_ = Tensor.expm1_
fill_ = Tensor.fill_
fix_ = Tensor.fix_
floor_ = Tensor.floor_
frac_ = Tensor.frac_
from autoviz import accelerator as accelerator
from autoviz import autograd as autograd
from autoviz import backends as backends
from autoviz import cuda as cuda
from autoviz import distributions as distributions
from autoviz import linalg as linalg
from autoviz import nn as nn
from autoviz import optim as optim
from autoviz import special as special
from autoviz import utils as utils
from autoviz._version import __version__ as __version__
from autoviz.comparing import compare as compare
from autoviz.core import return_types as return_types
from autoviz.core.anomaly import is_anomaly_check_nan_enabled as is_anomaly_check_nan_enabled
from autoviz.core.anomaly import is_anomaly_enabled as is_anomaly_enabled
from autoviz.core.anomaly import set_anomaly_enabled as set_anomaly_enabled
from autoviz.core.creation import as_tensor as as_tensor
from autoviz.core.creation import from_numpy as from_numpy
from autoviz.core.creation import scalar_tensor as scalar_tensor
from autoviz.core.creation import tensor as tensor
from autoviz.core.device import Device as device
from autoviz.core.dtypes import Dtype as dtype
from autoviz.core.dtypes import bool_ as bool
from autoviz.core.dtypes import can_cast as can_cast
from autoviz.core.dtypes import float16 as float16
from autoviz.core.dtypes import float16 as half
from autoviz.core.dtypes import float32 as float
from autoviz.core.dtypes import float32 as float32
from autoviz.core.dtypes import float64 as double
from autoviz.core.dtypes import float64 as float64
from autoviz.core.dtypes import get_default_dtype as get_default_dtype
from autoviz.core.dtypes import int16 as int16
from autoviz.core.dtypes import int16 as short
from autoviz.core.dtypes import int32 as int
from autoviz.core.dtypes import int32 as int32
from autoviz.core.dtypes import int64 as int64
from autoviz.core.dtypes import int64 as long
from autoviz.core.dtypes import int8 as int8
from autoviz.core.dtypes import promote_types as promote_types
from autoviz.core.dtypes import set_default_dtype as set_default_dtype
from autoviz.core.dtypes import uint8 as uint8
from autoviz.core.filled import empty as empty
from autoviz.core.filled import empty_like as empty_like
from autoviz.core.filled import eye as eye
from autoviz.core.filled import full as full
from autoviz.core.filled import full_like as full_like
from autoviz.core.filled import ones as ones
from autoviz.core.filled import ones_like as ones_like
from autoviz.core.filled import zeros as zeros
from autoviz.core.filled import zeros_like as zeros_like
from autoviz.core.limits import finfo as finfo
from autoviz.core.limits import iinfo as iinfo
from autoviz.core.modes import enable_grad as enable_grad
from autoviz.core.modes import inference_mode as inference_mode
from autoviz.core.modes import is_grad_enabled as is_grad_enabled
from autoviz.core.modes import is_inference_mode_enabled as is_inference_mode_enabled
from autoviz.core.modes import no_grad as no_grad
from autoviz.core.modes import set_grad_enabled as set_grad_enabled
from autoviz.core.ops.index.gather_scatter import gather as gather
from autoviz.core.ops.index.gather_scatter import scatter as scatter
from autoviz.core.ops.index.gather_scatter import scatter_add as scatter_add
from autoviz.core.ops.index.gather_scatter import take_along_dim as take_along_dim
from autoviz.core.ops.index.index_select import index_add as index_add
from autoviz.core.ops.index.index_select import index_copy as index_copy
from autoviz.core.ops.index.index_select import index_fill as index_fill
from autoviz.core.ops.index.index_select import index_select as index_select
from autoviz.core.ops.index.masked_select import masked_scatter as masked_scatter
from autoviz.core.ops.index.masked_select import masked_select as masked_select
from autoviz.core.ops.index.nonzero import argwhere as argwhere
from autoviz.core.ops.index.nonzero import nonzero as nonzero
from autoviz.core.ops.index.searchsorted import bucketize as bucketize
from autoviz.core.ops.index.searchsorted import searchsorted as searchsorted
from autoviz.core.ops.index.select_scatter import diagonal_scatter as diagonal_scatter
from autoviz.core.ops.index.select_scatter import select_scatter as select_scatter
from autoviz.core.ops.index.select_scatter import slice_scatter as slice_scatter
from autoviz.core.ops.index.select_slice import narrow as narrow
from autoviz.core.ops.index.select_slice import select as select
from autoviz.core.ops.index.setitem import index_put as index_put
from autoviz.core.ops.index.take_put import put as put
from autoviz.core.ops.index.take_put import take as take
from autoviz.core.ops.index.where_masked_fill import masked_fill as masked_fill
from autoviz.core.ops.index.where_masked_fill import where as where
from autoviz.core.ops.linalg.addmm import addmm as addmm
from autoviz.core.ops.linalg.addmm import addmv as addmv
from autoviz.core.ops.linalg.addmm import baddbmm as baddbmm
from autoviz.core.ops.linalg.addr_addbmm import addbmm as addbmm
from autoviz.core.ops.linalg.addr_addbmm import addr as addr
from autoviz.core.ops.linalg.cholesky import cholesky as cholesky
from autoviz.core.ops.linalg.cross import cross as cross
from autoviz.core.ops.linalg.det import det as det
from autoviz.core.ops.linalg.det import logdet as logdet
from autoviz.core.ops.linalg.det import slogdet as slogdet
from autoviz.core.ops.linalg.diagonal import diag as diag
from autoviz.core.ops.linalg.diagonal import diag_embed as diag_embed
from autoviz.core.ops.linalg.diagonal import diagflat as diagflat
from autoviz.core.ops.linalg.diagonal import diagonal as diagonal
from autoviz.core.ops.linalg.diagonal import trace as trace
from autoviz.core.ops.linalg.einsum import einsum as einsum
from autoviz.core.ops.linalg.matmul import bmm as bmm
from autoviz.core.ops.linalg.matmul import dot as dot
from autoviz.core.ops.linalg.matmul import ger as ger
from autoviz.core.ops.linalg.matmul import matmul as matmul
from autoviz.core.ops.linalg.matmul import mm as mm
from autoviz.core.ops.linalg.matmul import mv as mv
from autoviz.core.ops.linalg.matmul import outer as outer
from autoviz.core.ops.linalg.multi_dot import chain_matmul as chain_matmul
from autoviz.core.ops.linalg.multi_dot import matrix_power as matrix_power
from autoviz.core.ops.linalg.pinv_rank import pinverse as pinverse
from autoviz.core.ops.linalg.qr import qr as qr
from autoviz.core.ops.linalg.solve_inv import inverse as inverse
from autoviz.core.ops.linalg.svd import svd as svd
from autoviz.core.ops.linalg.tensordot_kron import inner as inner
from autoviz.core.ops.linalg.tensordot_kron import kron as kron
from autoviz.core.ops.linalg.tensordot_kron import tensordot as tensordot
from autoviz.core.ops.linalg.tensordot_kron import vdot as vdot
from autoviz.core.ops.linalg.tril_triu import tril as tril
from autoviz.core.ops.linalg.tril_triu import triu as triu
from autoviz.core.ops.methods.attributes import is_complex as is_complex
from autoviz.core.ops.methods.attributes import is_floating_point as is_floating_point
from autoviz.core.ops.methods.attributes import is_inference as is_inference
from autoviz.core.ops.methods.attributes import is_signed as is_signed
from autoviz.core.ops.methods.attributes import is_tensor as is_tensor
from autoviz.core.ops.methods.attributes import numel as numel
from autoviz.core.ops.methods.attributes import result_type as result_type
from autoviz.core.ops.methods.clone_detach import clone as clone
from autoviz.core.ops.methods.clone_detach import detach as detach
from autoviz.core.ops.methods.item_numpy import is_nonzero as is_nonzero
from autoviz.core.ops.methods.sampling import bernoulli as bernoulli
from autoviz.core.ops.methods.sampling import multinomial as multinomial
from autoviz.core.ops.methods.sampling import normal as normal
from autoviz.core.ops.methods.sampling import poisson as poisson
from autoviz.core.ops.nn.adaptive_pool import adaptive_avg_pool1d as adaptive_avg_pool1d
from autoviz.core.ops.nn.adaptive_pool import adaptive_max_pool1d as adaptive_max_pool1d
from autoviz.core.ops.nn.avg_pool import avg_pool1d as avg_pool1d
from autoviz.core.ops.nn.batch_norm import batch_norm as batch_norm
from autoviz.core.ops.nn.batch_norm import instance_norm as instance_norm
from autoviz.core.ops.nn.bilinear import bilinear as bilinear
from autoviz.core.ops.nn.conv import conv1d as conv1d
from autoviz.core.ops.nn.conv import conv2d as conv2d
from autoviz.core.ops.nn.conv import conv3d as conv3d
from autoviz.core.ops.nn.conv_transpose import conv_transpose1d as conv_transpose1d
from autoviz.core.ops.nn.conv_transpose import conv_transpose2d as conv_transpose2d
from autoviz.core.ops.nn.conv_transpose import conv_transpose3d as conv_transpose3d
from autoviz.core.ops.nn.distance import cdist as cdist
from autoviz.core.ops.nn.distance import cosine_similarity as cosine_similarity
from autoviz.core.ops.nn.distance import pairwise_distance as pairwise_distance
from autoviz.core.ops.nn.distance import pdist as pdist
from autoviz.core.ops.nn.dropout import alpha_dropout as alpha_dropout
from autoviz.core.ops.nn.dropout import alpha_dropout_ as alpha_dropout_
from autoviz.core.ops.nn.dropout import dropout as dropout
from autoviz.core.ops.nn.dropout import dropout_ as dropout_
from autoviz.core.ops.nn.dropout import feature_alpha_dropout as feature_alpha_dropout
from autoviz.core.ops.nn.dropout import feature_alpha_dropout_ as feature_alpha_dropout_
from autoviz.core.ops.nn.dropout import feature_dropout as feature_dropout
from autoviz.core.ops.nn.dropout import feature_dropout_ as feature_dropout_
from autoviz.core.ops.nn.elu_selu import celu as celu
from autoviz.core.ops.nn.elu_selu import celu_ as celu_
from autoviz.core.ops.nn.elu_selu import selu as selu
from autoviz.core.ops.nn.elu_selu import selu_ as selu_
from autoviz.core.ops.nn.embedding import embedding as embedding
from autoviz.core.ops.nn.embedding import embedding_renorm_ as embedding_renorm_
from autoviz.core.ops.nn.group_norm import group_norm as group_norm
from autoviz.core.ops.nn.hardtanh_threshold import hardshrink as hardshrink
from autoviz.core.ops.nn.hardtanh_threshold import threshold as threshold
from autoviz.core.ops.nn.hardtanh_threshold import threshold_ as threshold_
from autoviz.core.ops.nn.layer_norm import layer_norm as layer_norm
from autoviz.core.ops.nn.layer_norm import rms_norm as rms_norm
from autoviz.core.ops.nn.max_pool import max_pool1d as max_pool1d
from autoviz.core.ops.nn.max_pool import max_pool1d_with_indices as max_pool1d_with_indices
from autoviz.core.ops.nn.max_pool import max_pool2d as max_pool2d
from autoviz.core.ops.nn.pad import constant_pad_nd as constant_pad_nd
from autoviz.core.ops.nn.pixel_shuffle import channel_shuffle as channel_shuffle
from autoviz.core.ops.nn.pixel_shuffle import pixel_shuffle as pixel_shuffle
from autoviz.core.ops.nn.pixel_shuffle import pixel_unshuffle as pixel_unshuffle
from autoviz.core.ops.nn.prelu_rrelu import prelu as prelu
from autoviz.core.ops.nn.prelu_rrelu import rrelu as rrelu
from autoviz.core.ops.nn.prelu_rrelu import rrelu_ as rrelu_
from autoviz.core.ops.nn.relu_sigmoid_tanh import relu as relu
from autoviz.core.ops.nn.relu_sigmoid_tanh import sigmoid as sigmoid
from autoviz.core.ops.nn.relu_sigmoid_tanh import tanh as tanh
from autoviz.core.ops.nn.softmax import log_softmax as log_softmax
from autoviz.core.ops.nn.softmax import softmax as softmax
from autoviz.core.ops.pointwise.abs_sign import abs as abs
from autoviz.core.ops.pointwise.abs_sign import abs as absolute
from autoviz.core.ops.pointwise.abs_sign import copysign as copysign
from autoviz.core.ops.pointwise.abs_sign import heaviside as heaviside
from autoviz.core.ops.pointwise.abs_sign import sgn as sgn
from autoviz.core.ops.pointwise.abs_sign import sign as sign
from autoviz.core.ops.pointwise.abs_sign import signbit as signbit
from autoviz.core.ops.pointwise.arithmetic import add as add
from autoviz.core.ops.pointwise.arithmetic import div as div
from autoviz.core.ops.pointwise.arithmetic import div as divide
from autoviz.core.ops.pointwise.arithmetic import div as true_divide
from autoviz.core.ops.pointwise.arithmetic import mul as mul
from autoviz.core.ops.pointwise.arithmetic import mul as multiply
from autoviz.core.ops.pointwise.arithmetic import neg as neg
from autoviz.core.ops.pointwise.arithmetic import neg as negative
from autoviz.core.ops.pointwise.arithmetic import positive as positive
from autoviz.core.ops.pointwise.arithmetic import reciprocal as reciprocal
from autoviz.core.ops.pointwise.arithmetic import rsub as rsub
from autoviz.core.ops.pointwise.arithmetic import sub as sub
from autoviz.core.ops.pointwise.arithmetic import sub as subtract
from autoviz.core.ops.pointwise.clamp import clamp as clamp
from autoviz.core.ops.pointwise.clamp import clamp as clip
from autoviz.core.ops.pointwise.clamp import clamp_max as clamp_max
from autoviz.core.ops.pointwise.clamp import clamp_min as clamp_min
from autoviz.core.ops.pointwise.clamp import nan_to_num as nan_to_num
from autoviz.core.ops.pointwise.comparison import allclose as allclose
from autoviz.core.ops.pointwise.comparison import eq as eq
from autoviz.core.ops.pointwise.comparison import equal as equal
from autoviz.core.ops.pointwise.comparison import ge as ge
from autoviz.core.ops.pointwise.comparison import ge as greater_equal
from autoviz.core.ops.pointwise.comparison import gt as greater
from autoviz.core.ops.pointwise.comparison import gt as gt
from autoviz.core.ops.pointwise.comparison import isclose as isclose
from autoviz.core.ops.pointwise.comparison import isfinite as isfinite
from autoviz.core.ops.pointwise.comparison import isin as isin
from autoviz.core.ops.pointwise.comparison import isinf as isinf
from autoviz.core.ops.pointwise.comparison import isnan as isnan
from autoviz.core.ops.pointwise.comparison import isneginf as isneginf
from autoviz.core.ops.pointwise.comparison import isposinf as isposinf
from autoviz.core.ops.pointwise.comparison import le as le
from autoviz.core.ops.pointwise.comparison import le as less_equal
from autoviz.core.ops.pointwise.comparison import lt as less
from autoviz.core.ops.pointwise.comparison import lt as lt
from autoviz.core.ops.pointwise.comparison import ne as ne
from autoviz.core.ops.pointwise.comparison import ne as not_equal
from autoviz.core.ops.pointwise.exp_log import erf as erf
from autoviz.core.ops.pointwise.exp_log import erfc as erfc
from autoviz.core.ops.pointwise.exp_log import exp as exp
from autoviz.core.ops.pointwise.exp_log import exp2 as exp2
from autoviz.core.ops.pointwise.exp_log import expm1 as expm1
from autoviz.core.ops.pointwise.exp_log import log as log
from autoviz.core.ops.pointwise.exp_log import log10 as log10
from autoviz.core.ops.pointwise.exp_log import log1p as log1p
from autoviz.core.ops.pointwise.exp_log import log2 as log2
from autoviz.core.ops.pointwise.inverse_trigonometry import acos as acos
from autoviz.core.ops.pointwise.inverse_trigonometry import acos as arccos
from autoviz.core.ops.pointwise.inverse_trigonometry import acosh as acosh
from autoviz.core.ops.pointwise.inverse_trigonometry import acosh as arccosh
from autoviz.core.ops.pointwise.inverse_trigonometry import asin as arcsin
from autoviz.core.ops.pointwise.inverse_trigonometry import asin as asin
from autoviz.core.ops.pointwise.inverse_trigonometry import asinh as arcsinh
from autoviz.core.ops.pointwise.inverse_trigonometry import asinh as asinh
from autoviz.core.ops.pointwise.inverse_trigonometry import atan as arctan
from autoviz.core.ops.pointwise.inverse_trigonometry import atan as atan
from autoviz.core.ops.pointwise.inverse_trigonometry import atan2 as arctan2
from autoviz.core.ops.pointwise.inverse_trigonometry import atan2 as atan2
from autoviz.core.ops.pointwise.inverse_trigonometry import atanh as arctanh
from autoviz.core.ops.pointwise.inverse_trigonometry import atanh as atanh
from autoviz.core.ops.pointwise.inverse_trigonometry import hypot as hypot
from autoviz.core.ops.pointwise.lerp_addcmul import addcdiv as addcdiv
from autoviz.core.ops.pointwise.lerp_addcmul import addcmul as addcmul
from autoviz.core.ops.pointwise.lerp_addcmul import lerp as lerp
from autoviz.core.ops.pointwise.lgamma_digamma import digamma as digamma
from autoviz.core.ops.pointwise.lgamma_digamma import lgamma as lgamma
from autoviz.core.ops.pointwise.lgamma_digamma import polygamma as polygamma
from autoviz.core.ops.pointwise.logaddexp_xlogy import logaddexp as logaddexp
from autoviz.core.ops.pointwise.logaddexp_xlogy import logaddexp2 as logaddexp2
from autoviz.core.ops.pointwise.logaddexp_xlogy import logit as logit
from autoviz.core.ops.pointwise.logaddexp_xlogy import xlogy as xlogy
from autoviz.core.ops.pointwise.logical_bitwise import bitwise_and as bitwise_and
from autoviz.core.ops.pointwise.logical_bitwise import bitwise_not as bitwise_not
from autoviz.core.ops.pointwise.logical_bitwise import bitwise_or as bitwise_or
from autoviz.core.ops.pointwise.logical_bitwise import bitwise_xor as bitwise_xor
from autoviz.core.ops.pointwise.logical_bitwise import logical_and as logical_and
from autoviz.core.ops.pointwise.logical_bitwise import logical_not as logical_not
from autoviz.core.ops.pointwise.logical_bitwise import logical_or as logical_or
from autoviz.core.ops.pointwise.logical_bitwise import logical_xor as logical_xor
from autoviz.core.ops.pointwise.maximum_minimum import fmax as fmax
from autoviz.core.ops.pointwise.maximum_minimum import fmin as fmin
from autoviz.core.ops.pointwise.maximum_minimum import maximum as maximum
from autoviz.core.ops.pointwise.maximum_minimum import minimum as minimum
from autoviz.core.ops.pointwise.pow_sqrt import float_power as float_power
from autoviz.core.ops.pointwise.pow_sqrt import pow as pow
from autoviz.core.ops.pointwise.pow_sqrt import rsqrt as rsqrt
from autoviz.core.ops.pointwise.pow_sqrt import sqrt as sqrt
from autoviz.core.ops.pointwise.pow_sqrt import square as square
from autoviz.core.ops.pointwise.remainder import floor_divide as floor_divide
from autoviz.core.ops.pointwise.remainder import fmod as fmod
from autoviz.core.ops.pointwise.remainder import remainder as remainder
from autoviz.core.ops.pointwise.rounding import ceil as ceil
from autoviz.core.ops.pointwise.rounding import floor as floor
from autoviz.core.ops.pointwise.rounding import frac as frac
from autoviz.core.ops.pointwise.rounding import round as round
from autoviz.core.ops.pointwise.rounding import trunc as fix
from autoviz.core.ops.pointwise.rounding import trunc as trunc
from autoviz.core.ops.pointwise.trigonometry import cos as cos
from autoviz.core.ops.pointwise.trigonometry import cosh as cosh
from autoviz.core.ops.pointwise.trigonometry import deg2rad as deg2rad
from autoviz.core.ops.pointwise.trigonometry import rad2deg as rad2deg
from autoviz.core.ops.pointwise.trigonometry import sin as sin
from autoviz.core.ops.pointwise.trigonometry import sinc as sinc
from autoviz.core.ops.pointwise.trigonometry import sinh as sinh
from autoviz.core.ops.pointwise.trigonometry import tan as tan
from autoviz.core.ops.reduction.all_any import all as all
from autoviz.core.ops.reduction.all_any import any as any
from autoviz.core.ops.reduction.all_any import count_nonzero as count_nonzero
from autoviz.core.ops.reduction.aminmax_mode import aminmax as aminmax
from autoviz.core.ops.reduction.aminmax_mode import mode as mode
from autoviz.core.ops.reduction.cov_corrcoef import corrcoef as corrcoef
from autoviz.core.ops.reduction.cov_corrcoef import cov as cov
from autoviz.core.ops.reduction.cumprod_cummax import cummax as cummax
from autoviz.core.ops.reduction.cumprod_cummax import cummin as cummin
from autoviz.core.ops.reduction.cumprod_cummax import cumprod as cumprod
from autoviz.core.ops.reduction.cumprod_cummax import logcumsumexp as logcumsumexp
from autoviz.core.ops.reduction.cumsum import cumsum as cumsum
from autoviz.core.ops.reduction.diff_trapezoid import cumulative_trapezoid as cumulative_trapezoid
from autoviz.core.ops.reduction.diff_trapezoid import diff as diff
from autoviz.core.ops.reduction.diff_trapezoid import trapezoid as trapezoid
from autoviz.core.ops.reduction.diff_trapezoid import trapezoid as trapz
from autoviz.core.ops.reduction.logsumexp import logsumexp as logsumexp
from autoviz.core.ops.reduction.max_min import amax as amax
from autoviz.core.ops.reduction.max_min import amin as amin
from autoviz.core.ops.reduction.max_min import argmax as argmax
from autoviz.core.ops.reduction.max_min import argmin as argmin
from autoviz.core.ops.reduction.max_min import max as max
from autoviz.core.ops.reduction.max_min import median as median
from autoviz.core.ops.reduction.max_min import min as min
from autoviz.core.ops.reduction.nansum_nanmedian import nanmean as nanmean
from autoviz.core.ops.reduction.nansum_nanmedian import nanmedian as nanmedian
from autoviz.core.ops.reduction.nansum_nanmedian import nansum as nansum
from autoviz.core.ops.reduction.norm import dist as dist
from autoviz.core.ops.reduction.norm import norm as norm
from autoviz.core.ops.reduction.prod import prod as prod
from autoviz.core.ops.reduction.quantile import nanquantile as nanquantile
from autoviz.core.ops.reduction.quantile import quantile as quantile
from autoviz.core.ops.reduction.sort_topk import argsort as argsort
from autoviz.core.ops.reduction.sort_topk import kthvalue as kthvalue
from autoviz.core.ops.reduction.sort_topk import msort as msort
from autoviz.core.ops.reduction.sort_topk import sort as sort
from autoviz.core.ops.reduction.sort_topk import topk as topk
from autoviz.core.ops.reduction.sum_mean import mean as mean
from autoviz.core.ops.reduction.sum_mean import sum as sum
from autoviz.core.ops.reduction.unique_bincount import bincount as bincount
from autoviz.core.ops.reduction.unique_bincount import histc as histc
from autoviz.core.ops.reduction.unique_bincount import histogram as histogram
from autoviz.core.ops.reduction.unique_bincount import unique as unique
from autoviz.core.ops.reduction.unique_bincount import unique_consecutive as unique_consecutive
from autoviz.core.ops.reduction.var_std import std as std
from autoviz.core.ops.reduction.var_std import std_mean as std_mean
from autoviz.core.ops.reduction.var_std import var as var
from autoviz.core.ops.reduction.var_std import var_mean as var_mean
from autoviz.core.ops.shape.as_strided import as_strided as as_strided
from autoviz.core.ops.shape.block_diag import block_diag as block_diag
from autoviz.core.ops.shape.cat_stack import cat as cat
from autoviz.core.ops.shape.cat_stack import column_stack as column_stack
from autoviz.core.ops.shape.cat_stack import concat as concat
from autoviz.core.ops.shape.cat_stack import concatenate as concatenate
from autoviz.core.ops.shape.cat_stack import dstack as dstack
from autoviz.core.ops.shape.cat_stack import hstack as hstack
from autoviz.core.ops.shape.cat_stack import row_stack as row_stack
from autoviz.core.ops.shape.cat_stack import stack as stack
from autoviz.core.ops.shape.cat_stack import vstack as vstack
from autoviz.core.ops.shape.expand import broadcast_shapes as broadcast_shapes
from autoviz.core.ops.shape.expand import broadcast_tensors as broadcast_tensors
from autoviz.core.ops.shape.expand import broadcast_to as broadcast_to
from autoviz.core.ops.shape.flip_roll import flip as flip
from autoviz.core.ops.shape.flip_roll import fliplr as fliplr
from autoviz.core.ops.shape.flip_roll import flipud as flipud
from autoviz.core.ops.shape.flip_roll import roll as roll
from autoviz.core.ops.shape.flip_roll import rot90 as rot90
from autoviz.core.ops.shape.meshgrid import cartesian_prod as cartesian_prod
from autoviz.core.ops.shape.meshgrid import combinations as combinations
from autoviz.core.ops.shape.meshgrid import meshgrid as meshgrid
from autoviz.core.ops.shape.repeat_tile import repeat_interleave as repeat_interleave
from autoviz.core.ops.shape.repeat_tile import tile as tile
from autoviz.core.ops.shape.split_unbind import chunk as chunk
from autoviz.core.ops.shape.split_unbind import dsplit as dsplit
from autoviz.core.ops.shape.split_unbind import hsplit as hsplit
from autoviz.core.ops.shape.split_unbind import split as split
from autoviz.core.ops.shape.split_unbind import tensor_split as tensor_split
from autoviz.core.ops.shape.split_unbind import unbind as unbind
from autoviz.core.ops.shape.split_unbind import unsafe_chunk as unsafe_chunk
from autoviz.core.ops.shape.split_unbind import unsafe_split as unsafe_split
from autoviz.core.ops.shape.split_unbind import vsplit as vsplit
from autoviz.core.ops.shape.squeeze_unsqueeze import atleast_1d as atleast_1d
from autoviz.core.ops.shape.squeeze_unsqueeze import atleast_2d as atleast_2d
from autoviz.core.ops.shape.squeeze_unsqueeze import atleast_3d as atleast_3d
from autoviz.core.ops.shape.squeeze_unsqueeze import squeeze as squeeze
from autoviz.core.ops.shape.squeeze_unsqueeze import unsqueeze as unsqueeze
from autoviz.core.ops.shape.transpose_permute import adjoint as adjoint
from autoviz.core.ops.shape.transpose_permute import moveaxis as moveaxis
from autoviz.core.ops.shape.transpose_permute import movedim as movedim
from autoviz.core.ops.shape.transpose_permute import permute as permute
from autoviz.core.ops.shape.transpose_permute import swapaxes as swapaxes
from autoviz.core.ops.shape.transpose_permute import swapdims as swapdims
from autoviz.core.ops.shape.transpose_permute import t as t
from autoviz.core.ops.shape.transpose_permute import transpose as transpose
from autoviz.core.ops.shape.view_reshape import flatten as flatten
from autoviz.core.ops.shape.view_reshape import ravel as ravel
from autoviz.core.ops.shape.view_reshape import reshape as reshape
from autoviz.core.ops.shape.view_reshape import unflatten as unflatten
from autoviz.core.printing import set_printoptions as set_printoptions
from autoviz.core.random_numbers import Generator as Generator
from autoviz.core.random_numbers import initial_seed as initial_seed
from autoviz.core.random_numbers import manual_seed as manual_seed
from autoviz.core.random_numbers import rand as rand
from autoviz.core.random_numbers import rand_like as rand_like
from autoviz.core.random_numbers import randint as randint
from autoviz.core.random_numbers import randint_like as randint_like
from autoviz.core.random_numbers import randn as randn
from autoviz.core.random_numbers import randn_like as randn_like
from autoviz.core.random_numbers import randperm as randperm
from autoviz.core.random_numbers import seed as seed
from autoviz.core.ranges import arange as arange
from autoviz.core.ranges import linspace as linspace
from autoviz.core.ranges import logspace as logspace
from autoviz.core.ranges import tril_indices as tril_indices
from autoviz.core.ranges import triu_indices as triu_indices
from autoviz.core.shapes import Size as Size
from autoviz.core.tensor import Tensor as Tensor
from autoviz.core.tensor_types import BoolTensor as BoolTensor
from autoviz.core.tensor_types import ByteTensor as ByteTensor
from autoviz.core.tensor_types import CharTensor as CharTensor
from autoviz.core.tensor_types import DoubleTensor as DoubleTensor
from autoviz.core.tensor_types import FloatTensor as FloatTensor
from autoviz.core.tensor_types import HalfTensor as HalfTensor
from autoviz.core.tensor_types import IntTensor as IntTensor
from autoviz.core.tensor_types import LongTensor as LongTensor
from autoviz.core.tensor_types import ShortTensor as ShortTensor
from autoviz.core.tensor_types import set_default_tensor_type as set_default_tensor_type
from autoviz.core.threads import get_num_threads as get_num_threads
from autoviz.core.threads import set_float32_matmul_precision as set_float32_matmul_precision
from autoviz.core.threads import set_num_threads as set_num_threads
from autoviz.dotting import make_dot as make_dot
from autoviz.errors import AutovizError as AutovizError
from autoviz.lessons import Lesson as Lesson
from autoviz.lessons import Question as Question
from autoviz.lessons import lesson as lesson
from autoviz.loading import load_recording as load_recording
from autoviz.recording import Recording as Recording
from autoviz.serialization import load as load
from autoviz.serialization import save as save
from autoviz.watch.recorder import record as record
from autoviz.watch.regions import loop as loop
from autoviz.watch.regions import name as name
from autoviz.watch.regions import scope as scope
from autoviz.watch.showing import show as show
from autoviz.what_if import live as live
import builtins
index_put_ = Tensor.index_put_
inf: builtins.float
log10_ = Tensor.log10_
log1p_ = Tensor.log1p_
log2_ = Tensor.log2_
log_ = Tensor.log_
logit_ = Tensor.logit_
nan: builtins.float
nan_to_num_ = Tensor.nan_to_num_
neg_ = Tensor.neg_
negative_ = Tensor.negative_
newaxis: None
pi: builtins.float
rad2deg_ = Tensor.rad2deg_
reciprocal_ = Tensor.reciprocal_
relu_ = Tensor.relu_
round_ = Tensor.round_
rsqrt_ = Tensor.rsqrt_
sigmoid_ = Tensor.sigmoid_
sin_ = Tensor.sin_
sinc_ = Tensor.sinc_
sinh_ = Tensor.sinh_
sqrt_ = Tensor.sqrt_
square_ = Tensor.square_
tan_ = Tensor.tan_
tanh_ = Tensor.tanh_
trunc_ = Tensor.trunc_
xlogy_ = Tensor.xlogy_
zero_ = Tensor.zero_
