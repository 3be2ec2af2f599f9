"""What ``autoviz`` offers, for editors and type checkers.

Made by ``python -m tests.surface``. Do not edit.
"""

abs_ = Tensor.abs_
addmv_ = Tensor.addmv_
arctan_ = Tensor.arctan_
as_strided_ = Tensor.as_strided_
atan_ = Tensor.atan_
ceil_ = Tensor.ceil_
clamp_ = Tensor.clamp_
clamp_max_ = Tensor.clamp_max_
clamp_min_ = Tensor.clamp_min_
clip_ = Tensor.clip_
cos_ = Tensor.cos_
cosh_ = Tensor.cosh_
detach_ = Tensor.detach_
e: builtins.float
erf_ = Tensor.erf_
exp_ = Tensor.exp_
expm1_ = Tensor.expm1_
fill_ = Tensor.fill_
floor_ = Tensor.floor_
frac_ = Tensor.frac_
from autoviz import autograd as autograd
from autoviz import nn as nn
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
from autoviz.core.filled import arange as arange
from autoviz.core.filled import empty as empty
from autoviz.core.filled import empty_like as empty_like
from autoviz.core.filled import eye as eye
from autoviz.core.filled import full as full
from autoviz.core.filled import full_like as full_like
from autoviz.core.filled import linspace as linspace
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
from autoviz.core.ops.nn.embedding import embedding as embedding
from autoviz.core.ops.nn.layer_norm import layer_norm as layer_norm
from autoviz.core.ops.nn.relu_sigmoid_tanh import relu as relu
from autoviz.core.ops.nn.relu_sigmoid_tanh import sigmoid as sigmoid
from autoviz.core.ops.nn.relu_sigmoid_tanh import tanh as tanh
from autoviz.core.ops.nn.softmax import log_softmax as log_softmax
from autoviz.core.ops.nn.softmax import softmax as softmax
from autoviz.core.ops.pointwise.abs_sign import abs as abs
from autoviz.core.ops.pointwise.abs_sign import abs as absolute
from autoviz.core.ops.pointwise.abs_sign import sgn as sgn
from autoviz.core.ops.pointwise.abs_sign import sign as sign
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
from autoviz.core.ops.pointwise.comparison import allclose as allclose
from autoviz.core.ops.pointwise.comparison import eq as eq
from autoviz.core.ops.pointwise.comparison import equal as equal
from autoviz.core.ops.pointwise.comparison import ge as ge
from autoviz.core.ops.pointwise.comparison import ge as greater_equal
from autoviz.core.ops.pointwise.comparison import gt as greater
from autoviz.core.ops.pointwise.comparison import gt as gt
from autoviz.core.ops.pointwise.comparison import isclose as isclose
from autoviz.core.ops.pointwise.comparison import isfinite as isfinite
from autoviz.core.ops.pointwise.comparison import isinf as isinf
from autoviz.core.ops.pointwise.comparison import isnan as isnan
from autoviz.core.ops.pointwise.comparison import le as le
from autoviz.core.ops.pointwise.comparison import le as less_equal
from autoviz.core.ops.pointwise.comparison import lt as less
from autoviz.core.ops.pointwise.comparison import lt as lt
from autoviz.core.ops.pointwise.comparison import ne as ne
from autoviz.core.ops.pointwise.comparison import ne as not_equal
from autoviz.core.ops.pointwise.exp_log import erf as erf
from autoviz.core.ops.pointwise.exp_log import exp as exp
from autoviz.core.ops.pointwise.exp_log import expm1 as expm1
from autoviz.core.ops.pointwise.exp_log import log as log
from autoviz.core.ops.pointwise.exp_log import log10 as log10
from autoviz.core.ops.pointwise.exp_log import log1p as log1p
from autoviz.core.ops.pointwise.exp_log import log2 as log2
from autoviz.core.ops.pointwise.lerp_addcmul import addcdiv as addcdiv
from autoviz.core.ops.pointwise.lerp_addcmul import addcmul as addcmul
from autoviz.core.ops.pointwise.lerp_addcmul import lerp as lerp
from autoviz.core.ops.pointwise.logical_bitwise import bitwise_and as bitwise_and
from autoviz.core.ops.pointwise.logical_bitwise import bitwise_not as bitwise_not
from autoviz.core.ops.pointwise.logical_bitwise import bitwise_or as bitwise_or
from autoviz.core.ops.pointwise.logical_bitwise import bitwise_xor as bitwise_xor
from autoviz.core.ops.pointwise.logical_bitwise import logical_and as logical_and
from autoviz.core.ops.pointwise.logical_bitwise import logical_not as logical_not
from autoviz.core.ops.pointwise.logical_bitwise import logical_or as logical_or
from autoviz.core.ops.pointwise.logical_bitwise import logical_xor as logical_xor
from autoviz.core.ops.pointwise.maximum_minimum import maximum as maximum
from autoviz.core.ops.pointwise.maximum_minimum import minimum as minimum
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
from autoviz.core.ops.pointwise.rounding import trunc as trunc
from autoviz.core.ops.pointwise.trigonometry import atan as arctan
from autoviz.core.ops.pointwise.trigonometry import atan as atan
from autoviz.core.ops.pointwise.trigonometry import cos as cos
from autoviz.core.ops.pointwise.trigonometry import cosh as cosh
from autoviz.core.ops.pointwise.trigonometry import sin as sin
from autoviz.core.ops.pointwise.trigonometry import sinh as sinh
from autoviz.core.ops.pointwise.trigonometry import tan as tan
from autoviz.core.ops.reduction.all_any import all as all
from autoviz.core.ops.reduction.all_any import any as any
from autoviz.core.ops.reduction.all_any import count_nonzero as count_nonzero
from autoviz.core.ops.reduction.cumsum import cumsum as cumsum
from autoviz.core.ops.reduction.logsumexp import logsumexp as logsumexp
from autoviz.core.ops.reduction.max_min import amax as amax
from autoviz.core.ops.reduction.max_min import amin as amin
from autoviz.core.ops.reduction.max_min import argmax as argmax
from autoviz.core.ops.reduction.max_min import argmin as argmin
from autoviz.core.ops.reduction.max_min import max as max
from autoviz.core.ops.reduction.max_min import median as median
from autoviz.core.ops.reduction.max_min import min as min
from autoviz.core.ops.reduction.norm import norm as norm
from autoviz.core.ops.reduction.prod import prod as prod
from autoviz.core.ops.reduction.sort_topk import argsort as argsort
from autoviz.core.ops.reduction.sort_topk import kthvalue as kthvalue
from autoviz.core.ops.reduction.sort_topk import msort as msort
from autoviz.core.ops.reduction.sort_topk import sort as sort
from autoviz.core.ops.reduction.sort_topk import topk as topk
from autoviz.core.ops.reduction.sum_mean import mean as mean
from autoviz.core.ops.reduction.sum_mean import sum as sum
from autoviz.core.ops.reduction.var_std import std as std
from autoviz.core.ops.reduction.var_std import var as var
from autoviz.core.ops.shape.as_strided import as_strided as as_strided
from autoviz.core.ops.shape.cat_stack import cat as cat
from autoviz.core.ops.shape.cat_stack import column_stack as column_stack
from autoviz.core.ops.shape.cat_stack import concat as concat
from autoviz.core.ops.shape.cat_stack import concatenate as concatenate
from autoviz.core.ops.shape.cat_stack import dstack as dstack
from autoviz.core.ops.shape.cat_stack import hstack as hstack
from autoviz.core.ops.shape.cat_stack import row_stack as row_stack
from autoviz.core.ops.shape.cat_stack import stack as stack
from autoviz.core.ops.shape.cat_stack import vstack as vstack
from autoviz.core.ops.shape.expand import broadcast_tensors as broadcast_tensors
from autoviz.core.ops.shape.expand import broadcast_to as broadcast_to
from autoviz.core.ops.shape.flip_roll import flip as flip
from autoviz.core.ops.shape.flip_roll import fliplr as fliplr
from autoviz.core.ops.shape.flip_roll import flipud as flipud
from autoviz.core.ops.shape.flip_roll import roll as roll
from autoviz.core.ops.shape.flip_roll import rot90 as rot90
from autoviz.core.ops.shape.repeat_tile import repeat_interleave as repeat_interleave
from autoviz.core.ops.shape.repeat_tile import tile as tile
from autoviz.core.ops.shape.split_unbind import chunk as chunk
from autoviz.core.ops.shape.split_unbind import dsplit as dsplit
from autoviz.core.ops.shape.split_unbind import hsplit as hsplit
from autoviz.core.ops.shape.split_unbind import split as split
from autoviz.core.ops.shape.split_unbind import tensor_split as tensor_split
from autoviz.core.ops.shape.split_unbind import unbind as unbind
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
from autoviz.core.random_numbers import bernoulli as bernoulli
from autoviz.core.random_numbers import initial_seed as initial_seed
from autoviz.core.random_numbers import manual_seed as manual_seed
from autoviz.core.random_numbers import multinomial as multinomial
from autoviz.core.random_numbers import normal as normal
from autoviz.core.random_numbers import rand as rand
from autoviz.core.random_numbers import rand_like as rand_like
from autoviz.core.random_numbers import randint as randint
from autoviz.core.random_numbers import randint_like as randint_like
from autoviz.core.random_numbers import randn as randn
from autoviz.core.random_numbers import randn_like as randn_like
from autoviz.core.random_numbers import randperm as randperm
from autoviz.core.random_numbers import seed as seed
from autoviz.core.shapes import Size as Size
from autoviz.core.tensor import Tensor as Tensor
from autoviz.dotting import make_dot as make_dot
from autoviz.errors import AutovizError as AutovizError
from autoviz.lessons import Lesson as Lesson
from autoviz.lessons import Question as Question
from autoviz.lessons import lesson as lesson
from autoviz.loading import load_recording as load_recording
from autoviz.recording import Recording as Recording
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
nan: builtins.float
neg_ = Tensor.neg_
negative_ = Tensor.negative_
newaxis: None
pi: builtins.float
reciprocal_ = Tensor.reciprocal_
relu_ = Tensor.relu_
round_ = Tensor.round_
rsqrt_ = Tensor.rsqrt_
sigmoid_ = Tensor.sigmoid_
sin_ = Tensor.sin_
sinh_ = Tensor.sinh_
sqrt_ = Tensor.sqrt_
square_ = Tensor.square_
tan_ = Tensor.tan_
tanh_ = Tensor.tanh_
trunc_ = Tensor.trunc_
zero_ = Tensor.zero_
